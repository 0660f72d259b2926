import FoundationEssentials

/// Makes ids that look like Graph's: base64 with `-` and `_`, an `=` at the end, told apart by case.
///
/// Deterministic, so that a world built twice has the same ids.
struct GraphIdentifiers: Sendable {
    /// An item's two ids. Graph answers with one or the other by `Prefer`, and takes both in a path.
    struct Item: Sendable, Hashable {
        let ordinary: String
        let immutable: String

        /// Fixed ids for a documented meeting. `stem` must be of the id alphabet.
        init(stem: String) {
            ordinary = "AAMk\(stem)AAA="
            immutable = "AAkALg\(stem)AAA="
        }

        fileprivate init(ordinary: String, immutable: String) {
            self.ordinary = ordinary
            self.immutable = immutable
        }
    }

    /// Whether fixed ids can be made of the text: only characters of the id alphabet.
    static func isStem(_ text: String) -> Bool {
        1...100 ~= text.utf8.count
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private var drawn: UInt64 = 0

    mutating func nextItem(in mailbox: MailboxKey) -> Item {
        Item(
            ordinary: Self.text([0x00, 0x03, 0x24, 0x00] + Array(mailbox.name.utf8.prefix(36)) + draw(22)),
            immutable: Self.text([0x00, 0x09, 0x00, 0x2E] + draw(40))
        )
    }

    mutating func nextContainer() -> String {
        Self.text([0x00, 0x03, 0x24, 0x00] + draw(28))
    }

    /// A meeting's `iCalUId` in Outlook's form, with room for an occurrence's date (`occurrence(of:on:)`).
    mutating func nextICalUId() -> String {
        Self.iCalPrefix + "00000000" + draw(24).map(Self.hex).joined()
    }

    /// The id of one occurrence: Graph documents that it differs for each occurrence of a series.
    static func occurrence(of iCalUId: String, on start: Date) -> String {
        let day = GraphTime.timestamp(start).prefix(10).split(separator: "-").compactMap { Int($0) }
        guard day.count == 3 else { return iCalUId }
        let bytes =
            [UInt8(truncatingIfNeeded: day[0] >> 8), UInt8(truncatingIfNeeded: day[0])]
            + day[1...].map { UInt8(truncatingIfNeeded: $0) }
        return iCalPrefix + bytes.map(hex).joined() + iCalUId.dropFirst(iCalPrefix.count + 8)
    }

    /// SplitMix64 over a counter: well-spread bytes, and equal counters never give equal words.
    private mutating func draw(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            drawn &+= 1
            var word = drawn &* 0x9E37_79B9_7F4A_7C15
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            word ^= word >> 31
            withUnsafeBytes(of: word.bigEndian) { bytes += $0 }
        }
        return Array(bytes.prefix(count))
    }

    private static let iCalPrefix = "040000008200E00074C5B7101A82E008"

    private static func hex(_ byte: UInt8) -> String {
        let text = String(byte, radix: 16, uppercase: true)
        return byte < 16 ? "0" + text : text
    }

    private static func text(_ bytes: [UInt8]) -> String {
        let alphabet = Data(bytes).base64EncodedString().utf8.map { byte in
            switch byte {
            case UInt8(ascii: "/"): UInt8(ascii: "-")
            case UInt8(ascii: "+"): UInt8(ascii: "_")
            default: byte
            }
        }
        return String(decoding: alphabet, as: UTF8.self)
    }
}
