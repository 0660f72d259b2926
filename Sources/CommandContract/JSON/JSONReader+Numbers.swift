extension JSONReader {
    /// Reads a number by RFC 8259's grammar and keeps its spelling.
    mutating func readNumber() throws(JSONError) -> String {
        let start = index
        if current == UInt8(ascii: "-") { index += 1 }
        if current == UInt8(ascii: "0") {
            index += 1
        } else {
            try readDigits()
        }
        if current == UInt8(ascii: ".") {
            index += 1
            try readDigits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            index += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { index += 1 }
            try readDigits()
        }
        if let byte = current, byte == UInt8(ascii: ".") || isDigit(byte) { throw error(.invalidNumber) }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    private mutating func readDigits() throws(JSONError) {
        guard let first = current else { throw error(.unexpectedEnd) }
        guard isDigit(first) else { throw error(.invalidNumber) }
        while let byte = current, isDigit(byte) { index += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
