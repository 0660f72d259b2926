import Foundation
import KafkaClient

/// The cycles of one stack, one after the other.
struct CrashSession {
    let stack: CrashStack
    var script: CrashScript
    var random: SeededGenerator
    /// By slot. Only one works, unless it is the other's turn to take over.
    var workers: [CrashWorker] = []
    var active = 0
    /// How long a cycle's work takes when nobody interferes.
    var work: Duration = .seconds(1)
    /// What the last judgement went by.
    private(set) var facts = CrashFacts()
    /// Found so far; a later judgement finds them again.
    private var known: Set<Violation> = []
    /// What the worker did wrong as a process.
    private var misbehaviour: [Violation] = []
    /// How often a fault of librdkafka's ended it.
    private(set) var excused: [LibrdkafkaFault: Int] = [:]

    init(stack: CrashStack) {
        self.stack = stack
        let seed = stack.settings.seed &+ UInt64(stack.number) &* 0x1_0000_0001
        script = CrashScript(simulator: stack.simulator, name: "crash-\(stack.number)", seed: seed)
        random = SeededGenerator(seed: ~seed)
    }

    var settings: CrashSettings { stack.settings }

    /// Starts the worker, and measures a cycle without a crash.
    mutating func begin() async throws {
        for slot in 0...1 {
            let configuration = try await stack.configuration(slot: slot)
            workers.append(
                CrashWorker(
                    slot: slot, executable: settings.rescind, configuration: configuration,
                    log: "\(stack.folder)/worker-\(slot).log"
                )
            )
        }
        try await stack.createTopics(configuration: workers[0].configuration)
        try await startAgain()
        var report = CycleReport(stack: stack.number, cycle: 0, records: 0)
        try await stack.send(try script.cycle(1, now: Date()), cycle: 0)
        guard try await answered(&report) else { throw Stuck(description: "the first command was not answered") }
        let start = ContinuousClock.now
        try await stack.send(try script.cycle(settings.commands, now: Date()), cycle: 0)
        guard try await answered(&report) else { throw Stuck(description: "a cycle without a crash does not end") }
        work = start.duration(to: .now)
        guard settings.points else { return }
        try await terminate(active)
        try await startAgain(dyingAt: nextPoint())
    }

    mutating func cycle(_ number: Int) async throws -> CycleReport {
        let records = try script.cycle(settings.commands, now: Date())
        let before = stack.notebook.answered
        let start = ContinuousClock.now
        var report = CycleReport(stack: stack.number, cycle: number, records: records.count)
        let stack = stack
        async let sending: Void = stack.send(records, cycle: number)
        let scene = CrashScene(start: start, answeredBefore: before)
        if !settings.points { try await strike(scene, &report) }
        try await sending
        if try await answered(&report, scene) {
            report.recovery = start.duration(to: .now) - (report.strikes.last?.after ?? .zero)
        }
        report.unanswered = stack.notebook.open
        try await settle()
        report.violations = try await judge().violations
        report.took = start.duration(to: .now)
        return report
    }

    /// - Returns: the verdict, with those violations only that were not there at the last call.
    mutating func judge() async throws -> CrashJudge.Verdict {
        facts = try await stack.facts()
        var verdict = CrashJudge.verdict(facts)
        verdict.violations = (verdict.violations + misbehaviour).filter { known.insert($0).inserted }
        return verdict
    }

    /// Waits for the outcomes of everything that was written, and starts a worker that is gone.
    mutating func answered(_ report: inout CycleReport, _ scene: CrashScene? = nil) async throws -> Bool {
        var end = ContinuousClock.now + CrashSettings.patience
        while stack.notebook.open > 0 {
            if !workers[active].isRunning {
                try await revive(&report, scene)
                end = ContinuousClock.now + CrashSettings.patience
            }
            guard ContinuousClock.now < end else { return false }
            try await Task.sleep(for: .milliseconds(10))
        }
        return true
    }

    /// Nobody but us, or a point it was told, may end it.
    private mutating func revive(_ report: inout CycleReport, _ scene: CrashScene?) async throws {
        let status = workers[active].child?.status ?? -1
        if settings.points, status == 128 + SIGKILL, let point = workers[active].point {
            if let scene { report.strikes.append(scene.strike(point.0.rawValue, phase(), stack)) }
            try await startAgain(dyingAt: nextPoint())
        } else {
            misbehaved(active, "ended by itself with status \(status)")
            try await startAgain()
        }
    }

    mutating func misbehaved(_ index: Int, _ text: String) {
        let log = workers[index].log
        let number = workers[index].child?.number ?? 0
        if let fault = LibrdkafkaFault.ended(log) {
            excused[fault, default: 0] += 1
        } else {
            misbehaviour.append(Violation(rule: "process", text: "worker \(number) \(text); its log is \(log)"))
        }
    }

    /// Ends all workers in order.
    mutating func finish() async throws {
        for index in workers.indices where workers[index].isRunning { try await terminate(index) }
    }

    func abandon() {
        for worker in workers { worker.abandon() }
    }

    struct Stuck: Error, CustomStringConvertible {
        let description: String
    }
}
