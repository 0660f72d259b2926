import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

@Suite("A withdraw in the wrong partition, decided there because the broker takes no forwards")
struct TakenBackForwardTests {
    /// A partition that neither record belongs to.
    private static func elsewhere() throws -> Int32 {
        let key = RoutingKey(tenantID: WithdrawalBench.tenant, mailbox: "ada@contoso.example").bytes
        return try #require((0..<4).first { $0 != Murmur2.partition(of: key, count: 4) })
    }

    private static func moved(_ record: ConsumedRecord, to partition: Int32) -> ConsumedRecord {
        let position = record.position
        return ConsumedRecord(
            position: RecordPosition(
                topic: position.topic, partition: partition, offset: position.offset, timestamp: position.timestamp),
            key: record.key, value: record.value, headers: record.headers)
    }

    @Test(
        "delivered again when forwards may go again, it is neither forwarded nor decided once more",
        arguments: [true, false])
    func again(crashes: Bool) throws {
        let away = try Self.elsewhere()
        var bench = WithdrawalBench(partition: away, of: 4)
        let command = Self.moved(.cancel("C", at: 0), to: away)
        let withdraw = Self.moved(.withdraw("nothing", by: "W", at: 1), to: away)
        bench.arrive(command, withdraw)
        while !bench.reports.contains(.forwardsTakenBack(2)), bench.reports.count < 100 {
            try bench.abort(blame: .rights)
        }
        bench.commit()
        #expect(bench.outcomes == [SeenOutcome("W", .commandUnknown)])
        #expect(bench.offset == 0, "the command before it is worked on")
        if crashes {
            bench.crash()
        } else {
            bench.revoke()
            bench.assign()
        }
        bench.arrive(command, withdraw)
        bench.commit()
        #expect(bench.forwarded.map(\.value) == [command.value])
        #expect(bench.outcomes == [SeenOutcome("W", .commandUnknown)])
        #expect(bench.offset == 2)
    }
}
