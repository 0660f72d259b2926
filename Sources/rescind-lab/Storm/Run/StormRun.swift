import Foundation
import GraphSimulator
import Logging

/// One storm: the worker in a process of its own, commands by the script, faults by the weather, then the verdict.
struct StormRun: Sendable {
    /// For the worker to join its group and answer the first commands.
    private static let wakingUp: Duration = .seconds(90)
    /// For what must not come: a second outcome, a further request.
    private static let afterwards: Duration = .seconds(2)
    private static let farewell: Duration = .seconds(20)
    private static let reportEvery: Duration = .seconds(30)

    let settings: StormSettings
    let programs: LabPrograms
    let folder: String
    let logger: Logger

    /// The beginning of the calm phase, by both clocks.
    private struct Beginning: Sendable {
        let instant = ContinuousClock.now
        let date = Date()
    }

    /// - Returns: the violations.
    func run() async throws -> [Violation] {
        let facts = try await StormStack.with(settings, folder: folder, logger: logger) { stack in
            let worker = try ChildProgram(
                programs.rescind, ["run", "--config", try await stack.configuration()], log: "\(folder)/worker.log"
            )
            // Whatever comes, it does not stay behind.
            defer { worker.signal(SIGKILL) }
            return try await withThrowingTaskGroup(of: StormFacts?.self) { group in
                group.addTask {
                    try await stack.follow()
                    return nil
                }
                group.addTask { try await carryOut(stack, worker) }
                defer { group.cancelAll() }
                // The other ends before it only by an error.
                return try await group.next() ?? nil
            }
        }
        guard let facts else { throw Stuck(description: "the outcomes could not be followed to the end") }
        let verdict = StormJudge.verdict(facts)
        for line in StormReport.lines(verdict, settings) { Lab.print(line) }
        return verdict.violations
    }

    private func carryOut(_ stack: StormStack, _ worker: ChildProgram) async throws -> StormFacts {
        try await wakeUp(stack, worker)
        let beginning = Beginning()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watch(stack, worker, beginning) }
            group.addTask { try await play(stack, worker, beginning) }
            // The one that watches ends before only by an error.
            try await group.next()
            _ = try await answered(stack, worker, within: settings.drain)
            try await Task.sleep(for: Self.afterwards)
            group.cancelAll()
            var facts = facts(stack, beginning)
            facts.misbehaviour = try await farewell(worker)
            return facts
        }
    }

    /// Lets the worker join its group and get every tenant's token. Of which group these commands are does not matter: nobody looks at
    /// how long they take.
    private func wakeUp(_ stack: StormStack, _ worker: ChildProgram) async throws {
        for (number, tenant) in StormWorld.tenants.enumerated() {
            let place = StormPlace(tenant: tenant, mailbox: tenant.mailboxes[1])
            try await stack.send(number, .quiet, place)
        }
        guard try await answered(stack, worker, within: Self.wakingUp) else {
            throw Stuck(description: "the first commands were not answered; the worker's log is \(worker.log)")
        }
    }

    /// The commands between the changes of the weather, until the storm is over or the worker gone.
    private func play(_ stack: StormStack, _ worker: ChildProgram, _ beginning: Beginning) async throws {
        var orders = StormScript.orders(settings)[...]
        var rules: [Int] = []
        for change in StormWeather.changes(settings) {
            while let order = orders.first, order.due < change.at {
                orders.removeFirst()
                try await Task.sleep(until: beginning.instant + order.due, clock: .continuous)
                guard worker.status == nil else { return }
                try await stack.send(orders.startIndex + StormWorld.tenants.count, order.group, order.place)
            }
            try await Task.sleep(until: beginning.instant + change.at, clock: .continuous)
            for rule in rules { stack.simulator.removeFault(rule) }
            rules = change.rules.map(stack.simulator.addFault)
        }
    }

    /// Samples the worker's memory every second, until cancelled.
    private func watch(_ stack: StormStack, _ worker: ChildProgram, _ beginning: Beginning) async throws {
        var next = beginning.instant
        var nextReport = beginning.instant + Self.reportEvery
        while !Task.isCancelled {
            if let bytes = ResidentMemory.bytes(of: worker.number) { stack.notebook.saw(bytes: bytes) }
            if ContinuousClock.now >= nextReport {
                let seconds = (nextReport - beginning.instant).components.seconds
                let memory = stack.notebook.bytes.map { ", \($0 / 1_000_000) MB" } ?? ""
                Lab.print("\(seconds) s: \(stack.notebook.written) records, \(stack.notebook.open) open\(memory)")
                nextReport += Self.reportEvery
            }
            next += .seconds(1)
            try await Task.sleep(until: next, clock: .continuous)
        }
    }

    /// - Returns: whether everything written is answered by then.
    private func answered(_ stack: StormStack, _ worker: ChildProgram, within bound: Duration) async throws -> Bool {
        let end = ContinuousClock.now + bound
        while stack.notebook.open > 0, worker.status == nil, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(50))
        }
        return stack.notebook.open == 0
    }

    private func farewell(_ worker: ChildProgram) async throws -> [Violation] {
        if let status = worker.status {
            return [Violation(rule: "process", text: "the worker ended by itself with status \(status): \(worker.log)")]
        }
        worker.signal(SIGTERM)
        let status = try await worker.exit(within: Self.farewell)
        guard status != 0 else { return [] }
        let end = status.map { "ended with status \($0)" } ?? "was not gone after \(Self.farewell.tenths) s"
        return [Violation(rule: "process", text: "the worker \(end) at SIGTERM: \(worker.log)")]
    }

    private func facts(_ stack: StormStack, _ beginning: Beginning) -> StormFacts {
        var facts = StormFacts()
        facts.settings = settings
        stack.notebook.tell(&facts, since: beginning.instant)
        let log = stack.simulator.requestLog
        facts.requests = log.compactMap { StormRequest($0, since: beginning.date) }
        facts.records.requests = log.compactMap(CancelRequest.init)
        facts.records.mails = stack.simulator.outbox.map(SentMail.init)
        let meetings = Set(facts.records.sent.compactMap(\.meeting))
        facts.records.cancelledMeetings = meetings.filter { stack.simulator.eventState($0) == .deleted }
        return facts
    }

    struct Stuck: Error, CustomStringConvertible {
        let description: String
    }
}
