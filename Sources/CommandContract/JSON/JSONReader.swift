/// Reads one strict JSON document (RFC 8259, UTF-8 only) from bytes.
///
/// Own code because Foundation's readers disagree with each other and with the RFC: duplicate keys resolve to the first or
/// the last one, trailing commas, UTF-16 and byte order marks pass. A command that two readers understand differently could
/// cancel another meeting than the one its author meant, so anything ambiguous is refused here.
package struct JSONReader {
    /// Nesting allowed for objects and arrays together; bounds the recursion on hostile input.
    package static let maximumDepth = 32

    let bytes: [UInt8]
    var index = 0
    private var depth = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Throws: ``JSONError`` with the first rule broken and the byte where it is broken.
    package static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { throw JSONError(code: .byteOrderMark, offset: 0) }
        var reader = JSONReader(bytes)
        reader.skipWhitespace()
        let value = try reader.readValue()
        reader.skipWhitespace()
        if reader.index < bytes.count { throw reader.error(.trailingBytes) }
        return value
    }

    func error(_ code: JSONError.Code) -> JSONError { JSONError(code: code, offset: index) }

    var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipWhitespace() {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x09, 0x0A, 0x0D: index += 1
            default: return
            }
        }
    }

    private mutating func readValue() throws(JSONError) -> JSONValue {
        guard let byte = current else { throw error(.unexpectedEnd) }
        switch byte {
        case UInt8(ascii: "{"): return .object(try readObject())
        case UInt8(ascii: "["): return .array(try readArray())
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try readNumber())
        case UInt8(ascii: "t"): return try readWord("true", .bool(true))
        case UInt8(ascii: "f"): return try readWord("false", .bool(false))
        case UInt8(ascii: "n"): return try readWord("null", .null)
        default: throw error(.unexpectedByte)
        }
    }

    private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard let byte = current else { throw error(.unexpectedEnd) }
            guard byte == word.utf8Start[offset] else { throw error(.unexpectedByte) }
            index += 1
        }
        return value
    }

    private mutating func descend() throws(JSONError) {
        depth += 1
        if depth > Self.maximumDepth { throw error(.tooDeep) }
        index += 1
        skipWhitespace()
    }

    private mutating func readObject() throws(JSONError) -> JSONObject {
        try descend()
        defer { depth -= 1 }
        var members: [JSONObject.Member] = []
        var names = JSONMemberNames()
        if current == UInt8(ascii: "}") {
            index += 1
            return JSONObject()
        }
        while true {
            guard current == UInt8(ascii: "\"") else { throw error(current == nil ? .unexpectedEnd : .unexpectedByte) }
            let nameOffset = index
            let name = try readString()
            if !names.insert(name) { throw JSONError(code: .duplicateKey, offset: nameOffset) }
            skipWhitespace()
            guard current == UInt8(ascii: ":") else { throw error(current == nil ? .unexpectedEnd : .unexpectedByte) }
            index += 1
            skipWhitespace()
            members.append(JSONObject.Member(name: name, value: try readValue()))
            if try endOfContainer(UInt8(ascii: "}")) { return JSONObject(uniqueMembers: members) }
        }
    }

    private mutating func readArray() throws(JSONError) -> [JSONValue] {
        try descend()
        defer { depth -= 1 }
        var elements: [JSONValue] = []
        if current == UInt8(ascii: "]") {
            index += 1
            return elements
        }
        while true {
            elements.append(try readValue())
            if try endOfContainer(UInt8(ascii: "]")) { return elements }
        }
    }

    /// After a member or element: true at the closing byte, false after a comma that another one follows.
    private mutating func endOfContainer(_ closing: UInt8) throws(JSONError) -> Bool {
        skipWhitespace()
        guard let byte = current else { throw error(.unexpectedEnd) }
        if byte == closing {
            index += 1
            return true
        }
        guard byte == UInt8(ascii: ",") else { throw error(.unexpectedByte) }
        index += 1
        skipWhitespace()
        if current == closing { throw error(.trailingComma) }
        return false
    }
}
