import Foundation

/// Looks for canaries in a text: as they are, percent-encoded, in a form, and inside of base64 at each of its three
/// alignments in both alphabets. The case of letters counts nowhere, so a leak that was folded is found as well.
package struct CanarySearch: Sendable {
    package enum Spelling: String, CaseIterable, Sendable {
        case raw, percent, form, base64, base64URL
    }

    private let needles: [(name: String, bytes: Data)]

    /// Shorter stretches are in too many innocent texts.
    private static let shortest = 8

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    )

    package init(_ canaries: [Canary]) {
        needles = canaries.flatMap { canary in
            Self.spellings(canary.text).map { (name: "\(canary.name), \($0.key)", bytes: Self.folded($0.value)) }
        }
    }

    /// - Returns: what was found, without its text: a report must not be the next leak. Empty when nothing was.
    package func leaks(in text: String) -> [String] {
        let text = Self.folded(text)
        return needles.filter { text.range(of: $0.bytes) != nil }.map(\.name)
    }

    /// Whatever stands before it in the encoded text, one of the three stretches of base64 is in it.
    private static func spellings(_ text: String) -> [(key: Spelling, value: String)] {
        let stretches = (0..<3).map { shift in
            let bytes = Array(text.utf8.dropFirst(shift))
            return Data(bytes.prefix(bytes.count / 3 * 3)).base64EncodedString()
        }
        let plain = [Spelling.raw, .percent, .form].map { ($0, encoded(text, $0)) }
        let base64 = stretches.flatMap { stretch in
            [(Spelling.base64, stretch), (.base64URL, urlAlphabet(stretch))]
        }
        return (plain + base64).filter { $0.1.utf8.count >= shortest }.map { (key: $0.0, value: $0.1) }
    }

    /// A text spelt in one way, as a leak of it would be.
    package static func encoded(_ text: String, _ spelling: Spelling) -> String {
        let percent = text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
        return switch spelling {
        case .raw: text
        case .percent: percent
        case .form: percent.replacing("%20", with: "+")
        case .base64: Data(text.utf8).base64EncodedString()
        case .base64URL: urlAlphabet(Data(text.utf8).base64EncodedString()).replacing("=", with: "")
        }
    }

    private static func urlAlphabet(_ base64: String) -> String {
        base64.replacing("+", with: "-").replacing("/", with: "_")
    }

    private static func folded(_ text: String) -> Data {
        Data(text.utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
    }
}
