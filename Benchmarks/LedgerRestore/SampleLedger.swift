import CommandContract
import CommandPipeline
import MeetingCancellation

/// The entries of a made-up ledger.
enum SampleLedger {
    static let writer: UInt64 = 1
    static let tenantID = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"

    static let policy = AuthorizationPolicy(
        sources: [SourcePolicy(source: "/benchmark", tenants: [tenantID], mailboxes: [.any])],
        tenants: [TenantProfile(id: tenantID, domains: [], cloud: "global", permissionCheck: .advisory)],
        servedClouds: ["global"], commentCharacters: 2000
    )

    /// One every half a second, the last one just now.
    private static func time(_ number: Int) -> Timestamp {
        Timestamp(milliseconds: 1_790_000_000_000 + Int64(number) * 500)
    }

    static func entry(_ number: Int, isOpen: Bool) -> LedgerEntry {
        guard let identity = try? CommandIdentity(source: "/benchmark", id: "command-\(number)") else {
            preconditionFailure("a plain source and id are an identity")
        }
        let content = ContentHash(value: UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        let record: LedgerRecord =
            isOpen
            ? .waiting(waiting(number, content))
            : .settled(
                SettledCommand(
                    content: content, offset: Int64(number), timestamp: time(number), settled: time(number),
                    reason: .cancelled, evidence: .acknowledged, attempts: 1
                )
            )
        let key = LedgerKey.command(IdentityHash(identity))
        return LedgerEntry(key: key.bytes, value: record.bytes, timestamp: time(number))
    }

    private static func waiting(_ number: Int, _ content: ContentHash) -> KeptCommand {
        let text =
            "{\"specversion\":\"1.0\",\"id\":\"command-\(number)\",\"source\":\"/benchmark\",\"type\":\"\(CancelCommand.type)\","
            + "\"data\":{\"tenant\":\"\(tenantID)\",\"target\":{\"user\":\"ada@contoso.example\"},"
            + "\"event\":{\"id\":\"event-\(number)\"}}}"
        var kept = KeptCommand(
            content: content, offset: Int64(number), timestamp: time(number), consumed: time(number), key: nil,
            value: Array(text.utf8), headers: [RecordHeader("content-type", "application/cloudevents+json")]
        )
        // Long after the measurement: nothing runs that is not measured.
        kept.resumesAt = Timestamp(milliseconds: 4_000_000_000_000)
        return kept
    }

    static func position(after count: Int) -> LedgerEntry {
        let position = LedgerPosition(nextOffset: Int64(count), partitionCount: 1, writer: writer, transaction: 1)
        return LedgerEntry(
            key: LedgerKey.position.bytes, value: LedgerRecord.position(position).bytes, timestamp: time(count))
    }
}
