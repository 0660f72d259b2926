import CommandContract

/// B34: every naughty string in every field that a sender fills with text.
package enum NaughtyInput {
    package static let all = NaughtyStrings.all.enumerated().flatMap { number, text in
        (identities(text) + attributes(text, number) + fields(text, number)).map { input in
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

    private static func attributes(_ text: String, _ number: Int) -> [BadInput] {
        let json = CommandText.string(text)
        let isCorrelation = isPrintable(text, 0x20, upTo: 200)
        let type: BadInput.Answer = text.isEmpty ? .invalid("type") : .refused(.unsupportedType, field: "type")
        let answers: KeyValuePairs<String, BadInput.Answer> = [
            "correlationid": isCorrelation ? .accepted : .invalid("correlationid"), "type": type,
            "subject": .accepted, "myextension": .accepted, "traceparent": .accepted, "tracestate": .accepted,
        ]
        return answers.map { .attribute($0, json, $1, in: command($0, number)) }
    }

    private static func fields(_ text: String, _ number: Int) -> [BadInput] {
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
        var comment = BadInput.field(
            "comment", json, hasControls ? .invalid("data.comment") : .accepted, in: command("comment", number))
        comment.comment = text
        return [
            comment,
            .field(
                "event", "{\"id\":\(json)}", isID ? .accepted : .invalid("data.event.id"), in: command("event", number)),
            .field("target", "{\"user\":\(json)}", .invalid("data.target.user"), in: command("target", number)),
            .field(
                "tenant", json, isDomain(text) ? .unauthorized(.tenantUnknown) : .invalid("data.tenant"),
                in: command("tenant", number)),
        ]
    }

    /// A command of its own, so that none is another's repetition.
    private static func command(_ place: String, _ number: Int) -> CommandText {
        CommandText().settingAttribute("id", to: "\"\(place)-\(number)\"")
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
