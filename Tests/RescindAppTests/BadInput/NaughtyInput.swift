import CommandContract

/// B34: every naughty string in every field that a sender fills with text.
enum NaughtyInput {
    static let all = NaughtyStrings.all.flatMap { text in
        (identities(text) + attributes(text) + fields(text)).map { input in
            var input = input
            // A shorter one may be a word of the answer.
            if text.utf8.count >= 8 { input.unrepeatable = text }
            return input
        }
    }

    private static func identities(_ text: String) -> [BadInput] {
        let json = CommandText.string(text)
        let isIdentity = isPrintable(text, 0x21, upTo: 200)
        let isSource = isPrintable(text, 0x21, upTo: 500)
        return [
            .attribute("id", json, isIdentity ? .accepted : .malformed("id")),
            .attribute("source", json, isSource ? .unauthorized(.sourceUnknown) : .malformed("source")),
            .binary("ce_id", [RecordHeader("ce_id", text)], isIdentity ? .accepted : .malformed("ce_id")),
        ]
    }

    private static func attributes(_ text: String) -> [BadInput] {
        let json = CommandText.string(text)
        let isCorrelation = isPrintable(text, 0x20, upTo: 200)
        let type: BadInput.Answer = text.isEmpty ? .invalid("type") : .refused(.unsupportedType, field: "type")
        return [
            .attribute("correlationid", json, isCorrelation ? .accepted : .invalid("correlationid")),
            .attribute("type", json, type), .attribute("subject", json, .accepted),
            .attribute("myextension", json, .accepted), .attribute("traceparent", json, .accepted),
            .attribute("tracestate", json, .accepted),
        ]
    }

    private static func fields(_ text: String) -> [BadInput] {
        let hasControls = text.unicodeScalars.contains {
            $0 != "\n" && $0 != "\t" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value))
        }
        let isID =
            (1...1024).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || [0x2D, 0x3D, 0x5F].contains(byte)
            }
        let json = CommandText.string(text)
        return [
            .field("comment", json, hasControls ? .invalid("data.comment") : .accepted),
            .field("event", "{\"id\":\(json)}", isID ? .accepted : .invalid("data.event.id")),
            .field("target", "{\"user\":\(json)}", .invalid("data.target.user")),
            .field("tenant", json, isDomain(text) ? .unauthorized(.tenantUnknown) : .invalid("data.tenant")),
        ]
    }

    /// Without the lengths and hyphens that none of the strings puts to the test.
    private static func isDomain(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count > 1
            && labels.allSatisfy { label in
                !label.isEmpty
                    && label.allSatisfy { byte in
                        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    }
            }
    }

    private static func isPrintable(_ text: String, _ lowest: UInt8, upTo limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count) && text.utf8.allSatisfy { (lowest...0x7E).contains($0) }
    }
}
