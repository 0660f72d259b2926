import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// The command of a dead letter comes again, and brings a doubt along.
@Suite("Interleavings: replay", .timeLimit(.minutes(1)))
struct ReplayInterleavings {
    private static func replay(_ offset: Int64, event: String) -> ConsumedRecord {
        let record = SampleRecord.command(offset, event: event)
        let text = String(decoding: record.value ?? [], as: UTF8.self)
        let attributes = #"{"replayof":"cmd-0","replayattempts":1,"#
        return SampleRecord.record(offset, value: Array((attributes + text.dropFirst()).utf8))
    }

    @Test("while it waits for its look it holds no offset back, and after a crash it still looks before it acts")
    func crash() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let first = Bench(cluster: cluster, calendar: mailboxes.calendar())
        cluster.append([Self.replay(0, event: "board"), SampleRecord.command(1, event: "other")])
        try await first.runAndCrash {
            cluster.assign([0])
            await cluster.settled(1)
            await cluster.committed(2)
        }
        guard case .waiting = try cluster.ledgerRecord(0) else {
            Issue.record("the replay is not kept")
            return
        }
        #expect(!first.calendar.calls.contains { $0.eventID == "board" })
        let second = Bench(cluster: cluster, calendar: mailboxes.calendar(), clock: .hurried())
        try await second.run {
            cluster.assign([0])
            await cluster.settled(2)
        }
        #expect(
            second.calendar.calls.map(\.exchange)
                == [.read, .entries, .read, .entries, .permission, .read, .permission, .cancel])
        #expect(mailboxes.cancellations.current == ["board": 1, "other": 1])
        #expect(cluster.outcomes.map(\.reason) == ["cancelled", "cancelled"])
    }
}
