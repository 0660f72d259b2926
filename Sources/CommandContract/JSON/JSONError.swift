/// Why a byte sequence is not the strict JSON this product accepts, and where.
package struct JSONError: Error, Sendable, Equatable {
    package enum Code: String, Sendable {
        case notUTF8
        case byteOrderMark
        case unexpectedEnd
        case unexpectedByte
        case trailingComma
        case trailingBytes
        case duplicateKey
        case tooDeep
        case invalidNumber
        case invalidEscape
        case loneSurrogate
        case controlCharacter
    }

    package let code: Code
    /// Byte offset from the start of the document.
    package let offset: Int

    /// The rule in words. Holds no byte of the document: a command may carry personal data.
    package var rule: String {
        let what =
            switch code {
            case .notUTF8: "the bytes are not UTF-8"
            case .byteOrderMark: "a byte order mark is not allowed"
            case .unexpectedEnd: "the document ends too early"
            case .unexpectedByte: "this byte cannot stand here"
            case .trailingComma: "a comma must be followed by another member or element"
            case .trailingBytes: "something follows the end of the document"
            case .duplicateKey: "a member name appears twice in one object"
            case .tooDeep: "objects and arrays may be nested \(JSONReader.maximumDepth) deep"
            case .invalidNumber: "this is not a JSON number"
            case .invalidEscape: "this is not a JSON escape"
            case .loneSurrogate: "an escaped surrogate has no partner"
            case .controlCharacter: "control characters must be escaped in strings"
            }
        return "\(what) (byte \(offset))"
    }
}
