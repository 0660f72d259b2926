import CommandContract
import CommandPipeline

extension ConsumedRecord {
    /// Cancels `event` in Ada's calendar.
    static func cancel(
        _ id: String, at offset: Int64, event: String = "AAMk-1", source: String = WithdrawalBench.source,
        mailbox: String = "ada@contoso.example", more: String = ""
    ) -> ConsumedRecord {
        structured(
            id, CancelCommand.type, source, at: offset,
            data: "\"target\":{\"user\":\"\(mailbox)\"},\"event\":{\"id\":\"\(event)\"}" + more
        )
    }

    static func undecodable(at offset: Int64) -> ConsumedRecord {
        ConsumedRecord(
            position: RecordPosition(
                topic: "meeting.cancel.commands", partition: 0, offset: offset,
                timestamp: Timestamp(milliseconds: 1_799_999_999_000 + offset)
            ),
            key: nil, value: Array("not json".utf8),
            headers: [RecordHeader("content-type", "application/cloudevents+json")]
        )
    }

    /// Takes the command `named` back.
    static func withdraw(
        _ named: String, by id: String, at offset: Int64, source: String = WithdrawalBench.source,
        mailbox: String = "ada@contoso.example", attributes: String = ""
    ) -> ConsumedRecord {
        structured(
            id, WithdrawCommand.type, source, at: offset, attributes: attributes,
            data: "\"target\":{\"user\":\"\(mailbox)\"},\"id\":\"\(named)\""
        )
    }

    private static func structured(
        _ id: String, _ type: String, _ source: String, at offset: Int64, attributes: String = "", data: String
    ) -> ConsumedRecord {
        let text =
            "{\"specversion\":\"1.0\",\"id\":\"\(id)\",\"source\":\"\(source)\",\"type\":\"\(type)\"\(attributes),"
            + "\"data\":{\"tenant\":\"\(WithdrawalBench.tenant)\",\(data)}}"
        return ConsumedRecord(
            position: RecordPosition(
                topic: "meeting.cancel.commands", partition: 0, offset: offset,
                timestamp: Timestamp(milliseconds: 1_799_999_999_000 + offset)
            ),
            key: nil, value: Array(text.utf8),
            headers: [RecordHeader("content-type", "application/cloudevents+json")]
        )
    }
}
