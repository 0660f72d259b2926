import FoundationEssentials

/// The two alphabets of RFC 4648: JSON Web Tokens are written in the one for URLs, thumbprints occur in both.
enum Base64 {
    /// The alphabet for URLs, without padding.
    static func url(_ bytes: [UInt8]) -> String {
        let text = Data(bytes).base64EncodedString().utf8.compactMap { byte -> UInt8? in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "="): nil
            default: byte
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the alphabet for URLs alone, without padding, as RFC 7515 §2 has it.
    static func fromURL(_ text: some StringProtocol) -> [UInt8]? {
        text.utf8.contains { "+/=".utf8.contains($0) } ? nil : fromEither(text)
    }

    /// Reads both alphabets, with padding or without.
    static func fromEither(_ text: some StringProtocol) -> [UInt8]? {
        var standard = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        while standard.count % 4 != 0 { standard.append(UInt8(ascii: "=")) }
        return Data(base64Encoded: Data(standard)).map(Array.init)
    }
}
