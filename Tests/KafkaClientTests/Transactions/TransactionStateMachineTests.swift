import Testing

@testable import KafkaClient

@Suite("TransactionStateMachine")
struct TransactionStateMachineTests {
    typealias Call = TransactionStateMachine.Call

    private static let start = ContinuousClock.now
    private static let early = start + .seconds(1)
    private static let late = start + .seconds(31)

    private static let retriable = KafkaError(code: "R", number: -185, reason: "", isRetriable: true)
    private static let abortable = KafkaError(code: "A", number: 22, reason: "", requiresAbort: true)
    private static let fenced = KafkaError(code: "_FENCED", number: -144, reason: "", isFatal: true)
    private static let dead = KafkaError(code: "D", number: 45, reason: "", isFatal: true)
    private static let unauthorized = KafkaError(code: "U", number: 53, reason: "", isFatal: true)
    private static let transport = KafkaError(code: "_TRANSPORT", number: -195, reason: "")

    /// A machine that has come to `call`.
    private func machine(at call: Call) -> TransactionStateMachine {
        let deadline = Self.start + .seconds(30)
        if call == .initialize { return .initialization(until: deadline) }
        var machine = TransactionStateMachine.transaction(until: deadline)
        for step in [Call.begin, .produce, .sendOffsets, .flush] {
            if step == call { return machine }
            if step == .sendOffsets, call == .abort {
                _ = machine.callFailed(Self.abortable, at: Self.early)
                return machine
            }
            _ = machine.callSucceeded()
        }
        return machine
    }

    private func failure(_ kind: TransactionError.Kind, _ call: Call, _ error: KafkaError)
        -> TransactionStateMachine.Action
    {
        .fail(TransactionError(kind: kind, call: call.rawValue, underlying: error))
    }

    @Test("a transaction is begun, produced, given its offsets, flushed and committed, in this order")
    func order() {
        var machine = machine(at: .begin)
        #expect(machine.started() == .perform(.begin))
        #expect(machine.callSucceeded() == .perform(.produce))
        #expect(machine.callSucceeded() == .perform(.sendOffsets))
        #expect(machine.callSucceeded() == .perform(.flush))
        #expect(machine.callSucceeded() == .perform(.commit))
        #expect(machine.callSucceeded() == .succeed)
    }

    @Test("an initialization is one call")
    func initialization() {
        var machine = machine(at: .initialize)
        #expect(machine.started() == .perform(.initialize))
        #expect(machine.callSucceeded() == .succeed)
    }

    @Test(
        "a retriable answer is followed by the same call until the deadline, then by indefinite",
        arguments: Call.allCases)
    func retriable(call: Call) {
        var machine = machine(at: call)
        for _ in 0..<100 {
            let again = machine.callFailed(Self.retriable, at: Self.early)
            #expect(again == .performAgain(call, after: TransactionStateMachine.pause))
        }
        #expect(machine.callFailed(Self.retriable, at: Self.late) == failure(.indefinite, call, Self.retriable))
    }

    @Test(
        "before the commit, abort-required leads to an abort that is definite",
        arguments: [
            Call.begin, .produce, .sendOffsets, .flush,
        ])
    func abortRequired(call: Call) {
        var machine = machine(at: call)
        #expect(machine.callFailed(Self.abortable, at: Self.late) == .perform(.abort))
        #expect(
            machine.callFailed(Self.retriable, at: Self.early)
                == .performAgain(.abort, after: TransactionStateMachine.pause))
        let cause = TransactionError(
            kind: .aborted, call: call.rawValue, underlying: Self.abortable)
        #expect(machine.callSucceeded() == .fail(cause))
    }

    @Test("whatever commit or abort answers but success and retriable is indefinite", arguments: [Call.commit, .abort])
    func ending(call: Call) {
        for error in [Self.abortable, Self.fenced, Self.dead, Self.unauthorized, Self.transport] {
            var machine = machine(at: call)
            #expect(machine.callFailed(error, at: Self.early) == failure(.indefinite, call, error))
        }
        var machine = machine(at: call)
        let both = KafkaError(code: "B", reason: "", isRetriable: true, requiresAbort: true)
        #expect(machine.callFailed(both, at: Self.early) == failure(.indefinite, call, both))
    }

    @Test(
        "fencing and other deaths of the producer are indefinite, because a new one may go on",
        arguments: [
            Call.initialize, .begin, .produce, .sendOffsets, .flush,
        ])
    func deaths(call: Call) {
        for error in [Self.fenced, Self.dead] {
            var machine = machine(at: call)
            #expect(machine.callFailed(error, at: Self.early) == failure(.indefinite, call, error))
        }
    }

    @Test(
        "what a new producer would meet again is fatal",
        arguments: [
            Call.initialize, .begin, .produce, .sendOffsets, .flush,
        ])
    func hopeless(call: Call) {
        let unreadable = ClientFault.groupMetadataUnreadable.error("", isFatal: true)
        for error in [Self.unauthorized, unreadable] {
            var machine = machine(at: call)
            #expect(machine.callFailed(error, at: Self.early) == failure(.fatal, call, error))
        }
    }

    @Test("an error of no class is indefinite, but a record librdkafka refuses is aborted")
    func noClass() {
        for call in [Call.initialize, .begin, .sendOffsets, .flush] {
            var machine = machine(at: call)
            #expect(machine.callFailed(Self.transport, at: Self.early) == failure(.indefinite, call, Self.transport))
        }
        var machine = machine(at: .produce)
        let large = KafkaError(code: "MSG_SIZE_TOO_LARGE", number: 10, reason: "")
        #expect(machine.callFailed(large, at: Self.early) == .perform(.abort))
        let cause = TransactionError(kind: .aborted, call: "produce", underlying: large)
        #expect(machine.callSucceeded() == .fail(cause))
    }

    @Test("an abort that cannot be finished hides its cause: the transaction may still be open")
    func abortFails() {
        var machine = machine(at: .abort)
        #expect(machine.callFailed(Self.transport, at: Self.early) == failure(.indefinite, .abort, Self.transport))
    }
}
