import CommandContract
import KafkaClient

/// One dead letter as `rescind dead-letters show` prints it.
struct LetterReport: Sendable {
    let record: KafkaRecord
    /// Key and value are printed only when asked for: they name people and may hold a comment.
    let showsValue: Bool

    /// For a person.
    var text: String {
        let position = record.position
        var lines = ["position: \(position.partition):\(position.offset)"]
        if let time = position.timestamp { lines.append("written: \(time.rfc3339)") }
        lines += record.headers.map { header in
            ShownText.of(header.name) + ": " + (header.value.map { ShownText.of($0) } ?? "(null)")
        }
        if showsValue {
            lines.append("key: " + (record.key.map { ShownText.of($0) } ?? "(null)"))
            lines.append("value: " + (record.value.map { ShownText.of($0) } ?? "(null)"))
        } else {
            lines.append("value: \(record.value?.count ?? 0) bytes, printed with --value")
        }
        return lines.joined(separator: "\n")
    }

    /// For a program: one line.
    var json: String {
        let position = record.position
        let headers = record.headers.map { header in
            JSONValue.object(
                JSONObject([
                    ("name", .string(header.name)), ("value", header.value.map { .string(ShownText.of($0)) }),
                ])
            )
        }
        let document = JSONObject([
            ("partition", .integer(position.partition)), ("offset", .integer(position.offset)),
            ("written", position.timestamp.map { .string($0.rfc3339) }), ("headers", .array(headers)),
            ("key", showsValue ? record.key.map { .string(ShownText.of($0)) } : nil),
            ("value", showsValue ? record.value.map { .string(ShownText.of($0)) } : nil),
        ])
        return String(decoding: JSONWriter.write(.object(document)), as: UTF8.self)
    }
}
