extension JSONReader {
    /// Reads a string at its opening quote. Unescaped runs are copied whole; only escapes go byte by byte.
    mutating func readString() throws(JSONError) -> String {
        index += 1
        let start = index
        while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
        if current == UInt8(ascii: "\"") {
            defer { index += 1 }
            return try text(bytes[start..<index], at: start)
        }
        var content = Array(bytes[start..<index])
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                index += 1
                return try text(content[...], at: start)
            case UInt8(ascii: "\\"): content.append(contentsOf: try readEscape())
            case 0..<0x20: throw error(.controlCharacter)
            default:
                content.append(byte)
                index += 1
            }
        }
        throw error(.unexpectedEnd)
    }

    private func text(_ slice: ArraySlice<UInt8>, at offset: Int) throws(JSONError) -> String {
        guard let text = String(validating: slice, as: UTF8.self) else {
            throw JSONError(code: .notUTF8, offset: offset)
        }
        return text
    }

    private mutating func readEscape() throws(JSONError) -> [UInt8] {
        index += 1
        guard let byte = current else { throw error(.unexpectedEnd) }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return Array(String(Character(try readUnicodeEscape())).utf8)
        default:
            index -= 1
            throw error(.invalidEscape)
        }
    }

    /// The scalar of `\uXXXX`, joined with the low surrogate that must follow a high one.
    private mutating func readUnicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let high = try readFourHexDigits()
        if let scalar = Unicode.Scalar(high) { return scalar }
        guard (0xD800...0xDBFF).contains(high), current == UInt8(ascii: "\\"), index + 1 < bytes.count,
            bytes[index + 1] == UInt8(ascii: "u")
        else { throw error(.loneSurrogate) }
        index += 2
        let low = try readFourHexDigits()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        else { throw error(.loneSurrogate) }
        return scalar
    }

    private mutating func readFourHexDigits() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = current else { throw error(.unexpectedEnd) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw error(.invalidEscape)
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
