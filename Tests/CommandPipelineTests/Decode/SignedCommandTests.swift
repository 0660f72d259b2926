import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("Signed commands in the pipeline", .timeLimit(.minutes(1)))
struct SignedCommandTests {
    /// `whsec_` and the base64 of 24 bytes, all `1` and all `2`.
    private static let secret = "whsec_MTExMTExMTExMTExMTExMTExMTExMTEx"
    private static let newSecret = "whsec_MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIy"

    private static func keyring(_ secrets: [String] = [secret]) throws -> WebhookKeyring {
        try WebhookKeyring(["/tests": secrets.map { try WebhookSecret($0) }])
    }

    private static func policy(_ secrets: [String] = [secret], required: Bool = true) throws -> AuthorizationPolicy {
        SampleRecord.configured(signatures: RecordSignatures(keyring: try keyring(secrets))) { $0.mustSign = required }
    }

    /// The record as its source would send it at `time`.
    private static func signed(
        _ record: ConsumedRecord, at time: Timestamp = SampleRecord.recorded
    ) throws -> ConsumedRecord {
        let headers = try keyring().signatureHeaders(
            of: "/tests", id: "msg-\(record.position.offset)", time: time.milliseconds / 1000, value: record.value ?? []
        )
        return ConsumedRecord(
            position: record.position, key: record.key, value: record.value, headers: record.headers + headers)
    }

    private static func outcomes(
        _ records: [ConsumedRecord], _ policy: AuthorizationPolicy, cluster: ModelledCluster = ModelledCluster(),
        partitions: [Int32] = [0], count: Int? = nil
    ) async throws -> [PublishedOutcome] {
        let bench = Bench(cluster: cluster, policy: policy)
        cluster.append(records)
        try await bench.run {
            cluster.assign(partitions)
            await cluster.wait { $0.isDone(outcomes: count ?? records.count) }
        }
        return cluster.outcomes.sorted { $0.offset < $1.offset }
    }

    @Test("where a signature is required, only what is signed is done")
    func required() async throws {
        let outcomes = try await Self.outcomes(
            [
                Self.signed(SampleRecord.command(0)), SampleRecord.command(1),
                Self.signed(SampleRecord.command(2), at: SampleRecord.recorded + .seconds(301)),
            ], Self.policy())
        #expect(outcomes.map(\.reason) == ["cancelled", "signatureInvalid", "signatureInvalid"])
        #expect(outcomes.map(\.isPrimary) == [true, false, false])
    }

    @Test("where it is not, what is unsigned is done too, and a signature that does not hold is refused all the same")
    func optional() async throws {
        var broken = try Self.signed(SampleRecord.command(2))
        broken = ConsumedRecord(
            position: broken.position, key: broken.key, value: (broken.value ?? []) + [0x20], headers: broken.headers)
        let outcomes = try await Self.outcomes(
            [Self.signed(SampleRecord.command(0)), SampleRecord.command(1), broken], Self.policy(required: false))
        #expect(outcomes.map(\.reason) == ["cancelled", "cancelled", "signatureInvalid"])
    }

    /// Whoever can write to the topic must not use up a source's ids, nor answer for its commands.
    @Test("a forged command leaves the genuine one its id, its outcome and its ledger record")
    func forgery() async throws {
        let cluster = ModelledCluster()
        let genuine = try Self.signed(SampleRecord.command(2))
        let forged = SampleRecord.again(SampleRecord.command(2, event: "another"), at: 0)
        let misspelt = SampleRecord.again(SampleRecord.command(2, fields: #","nonsense":1"#), at: 1)
        let late = SampleRecord.again(SampleRecord.command(2), at: 3)
        let outcomes = try await Self.outcomes([forged, misspelt, genuine, late], Self.policy(), cluster: cluster)
        #expect(outcomes.map(\.reason) == ["signatureInvalid", "signatureInvalid", "cancelled", "signatureInvalid"])
        #expect(outcomes.map(\.isPrimary) == [false, false, true, false])
        #expect(cluster.current.published.allSatisfy { $0.destination == .outcomes }, "no dead letters either")
        guard case .settled(let settled, _) = try cluster.ledgerRecord(2) else {
            Issue.record("the genuine command is not in the ledger")
            return
        }
        #expect(settled.reason == .cancelled && settled.offset == 2)
    }

    @Test("a forwarded record keeps its value and headers, and so its signature")
    func forwarded() async throws {
        let stray = try Self.signed(SampleRecord.command(0, in: 0, user: SampleRecord.residents[1]))
        let outcomes = try await Self.outcomes([stray], Self.policy(), partitions: [0, 1])
        #expect(outcomes.map(\.reason) == ["cancelled"])
        #expect(outcomes.map(\.partition) == [1])
    }

    @Test("where the topic gives a moved record a new time, its signature is held against the old one")
    func movedHoursLater() async throws {
        let stray = try Self.signed(SampleRecord.command(0, in: 0, user: SampleRecord.residents[1]))
        func moved(at offset: Int64, mark: [RecordHeader]) -> ConsumedRecord {
            ConsumedRecord(
                position: RecordPosition(
                    topic: ClusterState.topic, partition: 1, offset: offset,
                    timestamp: SampleRecord.recorded + .seconds(7200)),
                key: stray.key, value: stray.value, headers: stray.headers + mark)
        }
        let mark = RecordHeader("rescind-forwarded-from", "0/0/\(SampleRecord.recorded.milliseconds)")
        let outcomes = try await Self.outcomes(
            [moved(at: 0, mark: [mark]), moved(at: 1, mark: [])], Self.policy(), partitions: [1])
        #expect(outcomes.map(\.reason) == ["cancelled", "signatureInvalid"])
    }

    @Test("a kept command whose secret was taken away is not cancelled; one that may have been stays unresolved")
    func restored() async throws {
        let cluster = ModelledCluster()
        let waiting = try Self.signed(SampleRecord.command(0))
        let attempted = try Self.signed(SampleRecord.command(1))
        try cluster.write(.waiting(SampleRecord.kept(waiting)), for: 0)
        var kept = try SampleRecord.kept(attempted)
        kept.attempts = 1
        try cluster.write(.attempting(kept), for: 1)
        let outcomes = try await Self.outcomes(
            [waiting, attempted], Self.policy([Self.newSecret]), cluster: cluster)
        #expect(outcomes.map(\.reason) == ["signatureInvalid", "answerLost"])
        #expect(outcomes.allSatisfy { $0.isPrimary })
    }

    @Test("a record that was believed and settled has no second outcome when its secret is gone")
    func redelivered() async throws {
        let cluster = ModelledCluster()
        let believed = try Self.signed(SampleRecord.command(0))
        let content = try SampleRecord.kept(believed).content
        try cluster.write(
            .settled(
                SettledCommand(
                    content: content, offset: 0, timestamp: believed.position.timestamp, settled: SampleRecord.recorded,
                    reason: .cancelled, evidence: .acknowledged, attempts: 1)),
            for: 0)
        let outcomes = try await Self.outcomes(
            [believed, SampleRecord.command(1)], Self.policy([Self.newSecret]), cluster: cluster, count: 1)
        #expect(outcomes.map(\.offset) == [1])
        #expect(outcomes.map(\.reason) == ["signatureInvalid"])
    }
}
