import CommandContract
import GraphSimulator
import Synchronization
import Testing

@testable import RescindApp

/// The commands that go into one pipeline, and what became of each.
final class CommandFlow: Sendable {
    private let simulator: RunningSimulator
    private let source: SinglePartition
    let log: CountedOutcomes
    private let sent = Mutex(0)

    init(_ simulator: RunningSimulator, source: SinglePartition, log: CountedOutcomes) {
        self.simulator = simulator
        self.source = source
        self.log = log
    }

    var count: Int { sent.withLock { $0 } }

    /// Cancels so many meetings of a tenant, each by a command of its own.
    /// - Parameter account: whose sign-in cancels Ada's meetings in place of the application.
    func send(_ count: Int, in tenant: LabTenant = LabWorld.global, by account: String? = nil) throws {
        let first = self.count
        let records = try (first..<first + count).map { number in
            let organizer = account == nil ? number % tenant.mailboxes.count : 0
            let event = try simulator.meeting(in: tenant, organizer: organizer).organizerEventID
            return SentRecord.cancel(
                event, id: "load-\(number)", user: tenant.mailboxes[organizer].objectID, tenant: tenant,
                more: account.map { [("as", .string($0))] } ?? [])
        }
        sent.withLock { $0 += count }
        source.add(records)
    }

    /// Returns when everything that was sent has an outcome.
    func settled() async { await log.reached(count) }

    /// Nothing is lost and nothing done twice: one outcome each, which is that it was cancelled, and one cancellation.
    func expectAllCancelledOnce(sourceLocation: SourceLocation = #_sourceLocation) {
        let outcomes = log.byCommand.values.map { ($0.joined(separator: ", "), 1) }
        #expect(Dictionary(outcomes, uniquingKeysWith: +) == ["cancelled": count], sourceLocation: sourceLocation)
        #expect(simulator.graph.requestCounts.acted == count, sourceLocation: sourceLocation)
    }
}
