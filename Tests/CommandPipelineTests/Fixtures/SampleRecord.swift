import CommandContract
import CommandPipeline
import MeetingCancellation

/// Records of the command topic, and the configuration under which their commands are allowed.
enum SampleRecord {
    static let tenantID = "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"
    static let recorded = Timestamp(milliseconds: 1_799_999_999_000)

    static let policy = configured()

    static func configured(
        signatures: RecordSignatures = RecordSignatures(), change: (inout SourcePolicy) -> Void = { _ in }
    ) -> AuthorizationPolicy {
        var source = SourcePolicy(source: "/tests", tenants: [tenantID], mailboxes: [.domain("contoso.example")])
        change(&source)
        return AuthorizationPolicy(
            sources: [source],
            tenants: [
                TenantProfile(id: tenantID, domains: ["contoso.example"], cloud: "global", permissionCheck: .advisory)
            ],
            servedClouds: ["global"], commentCharacters: 100, signatures: signatures
        )
    }

    /// The source is still known, and may not act anywhere any more.
    static let noRights = AuthorizationPolicy(
        sources: [SourcePolicy(source: "/tests", tenants: [], mailboxes: [])],
        tenants: [
            TenantProfile(id: tenantID, domains: ["contoso.example"], cloud: "global", permissionCheck: .advisory)
        ],
        servedClouds: ["global"], commentCharacters: 100
    )

    static func ledgerKey(_ offset: Int64, in partition: Int32 = 0) throws -> LedgerKey {
        .command(IdentityHash(try CommandIdentity(source: "/tests", id: "cmd-\(partition)-\(offset)")))
    }

    /// What the ledger keeps of a record's command before anything has become of it.
    static func kept(_ record: ConsumedRecord) throws -> KeptCommand {
        let decoder = RecordDecoder(maximumBytes: 65_536)
        guard case .command(let command) = decoder.decode(key: nil, value: record.value, headers: record.headers),
            let content = command.envelope.content
        else { throw NotACommand() }
        return KeptCommand(
            content: content, offset: record.position.offset, timestamp: record.position.timestamp, consumed: recorded,
            key: record.key, value: record.value ?? [], headers: record.headers
        )
    }

    struct NotACommand: Error {}

    /// A mailbox of each partition, so that records are worked on where a test puts them.
    static let residents = (0..<ClusterState.partitionCount).map { partition in
        (0...).lazy.map { "ada\($0)@contoso.example" }.first { user in
            Murmur2.partition(of: Array("\(tenantID)/\(user)".utf8), count: ClusterState.partitionCount) == partition
        } ?? ""
    }

    /// - Parameter user: by default the resident of the partition.
    static func command(
        _ offset: Int64, in partition: Int32 = 0, event: String? = nil, user: String? = nil, fields: String = ""
    ) -> ConsumedRecord {
        let user = user ?? residents[Int(partition)]
        let text =
            "{\"specversion\":\"1.0\",\"id\":\"cmd-\(partition)-\(offset)\",\"source\":\"/tests\","
            + "\"type\":\"meeting.command.cancel.v1\",\"data\":{\"tenant\":\"contoso.example\","
            + "\"target\":{\"user\":\"\(user)\"},\"event\":{\"id\":\"\(event ?? "e\(partition)-\(offset)")\"}\(fields)}}"
        return record(offset, in: partition, value: Array(text.utf8))
    }

    /// Somebody has produced the record once more.
    static func again(_ record: ConsumedRecord, at offset: Int64, recorded: Timestamp = recorded) -> ConsumedRecord {
        ConsumedRecord(
            position: RecordPosition(
                topic: record.position.topic, partition: record.position.partition, offset: offset, timestamp: recorded),
            key: record.key, value: record.value, headers: record.headers
        )
    }

    static let headers = [RecordHeader("content-type", "application/cloudevents+json")]

    /// - Parameter key: by default a short one, the offset's own.
    static func record(
        _ offset: Int64, in partition: Int32 = 0, key: [UInt8]? = nil, value: [UInt8]?,
        headers: [RecordHeader] = SampleRecord.headers
    ) -> ConsumedRecord {
        ConsumedRecord(
            position: RecordPosition(
                topic: ClusterState.topic, partition: partition, offset: offset, timestamp: recorded),
            key: key ?? Array("key-\(offset)".utf8), value: value, headers: headers
        )
    }
}
