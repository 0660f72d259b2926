import Testing

@testable import KafkaClient

@Suite("AssignmentStateMachine")
struct AssignmentStateMachineTests {
    typealias Action = AssignmentStateMachine.Action

    private let a = TopicPartition(topic: "t", partition: 0)
    private let b = TopicPartition(topic: "t", partition: 1)
    private let now = ContinuousClock.now

    private func machine(owning partitions: [TopicPartition], started: Bool = true) -> AssignmentStateMachine {
        var machine = AssignmentStateMachine(revocationBound: .seconds(5))
        _ = machine.partitionsAssigned(partitions)
        if started { _ = machine.start(partitions) }
        return machine
    }

    @Test("an assignment is taken, paused and told, each under a later epoch")
    func assigned() {
        var machine = AssignmentStateMachine(revocationBound: .seconds(5))
        #expect(machine.partitionsAssigned([a]) == [.assign([a]), .pause([a]), .tell(.assigned([a], epoch: 1))])
        #expect(machine.partitionsAssigned([b]) == [.assign([b]), .pause([b]), .tell(.assigned([b], epoch: 2))])
        #expect(machine.partitions == [a, b])
    }

    @Test("an empty assignment is answered and not told")
    func emptyRound() {
        var machine = machine(owning: [a])
        #expect(machine.partitionsAssigned([]) == [.assign([])])
        #expect(machine.partitionsRevoked([], lost: false, at: now) == [.unassign([])])
    }

    @Test("a refused assignment leaves nothing behind")
    func refused() {
        var machine = machine(owning: [a], started: false)
        machine.assignmentRefused([a])
        #expect(machine.partitions == [])
        #expect(machine.start([a]) == [])
    }

    @Test("a start meant for an earlier assignment does not start the next one")
    func lateStart() throws {
        var machine = AssignmentStateMachine(revocationBound: .seconds(5))
        _ = machine.partitionsAssigned([a])
        _ = machine.partitionsRevoked([a], lost: true, at: now)
        _ = machine.partitionsAssigned([a])
        #expect(machine.start([a], epoch: 1) == [])
        #expect(machine.start([a], epoch: 2) == [.resume([a])])
    }

    @Test("a revocation is told first and takes effect when completed")
    func revoked() {
        var machine = machine(owning: [a, b])
        #expect(machine.partitionsRevoked([a], lost: false, at: now) == [.tell(.revoked([a], lost: false, id: 1))])
        #expect(machine.partitions == [a, b])
        #expect(machine.isRevoking)
        #expect(machine.revocationCompleted(7) == [])
        #expect(machine.revocationCompleted(1) == [.drop([a]), .unassign([a])])
        #expect(machine.partitions == [b])
        #expect(machine.revocationCompleted(1) == [])
    }

    @Test("a revocation nobody completes takes effect at its bound, once")
    func overrun() {
        var machine = machine(owning: [a])
        _ = machine.partitionsRevoked([a], lost: false, at: now)
        #expect(machine.timePassed(to: now + .seconds(4.9), isLost: false) == [])
        let effect = machine.timePassed(to: now + .seconds(5), isLost: false)
        #expect(effect == [.reportOverrun(id: 1), .drop([a]), .unassign([a])])
        #expect(machine.timePassed(to: now + .seconds(9), isLost: false) == [])
        #expect(machine.revocationCompleted(1) == [])
    }

    @Test("a lost assignment is dropped and given up at once, then told")
    func lost() {
        var machine = machine(owning: [a])
        let actions = machine.partitionsRevoked([a], lost: true, at: now)
        #expect(actions == [.drop([a]), .unassign([a]), .tell(.revoked([a], lost: true, id: 1))])
        #expect(machine.revocationCompleted(1) == [])
    }

    @Test("an assignment lost while its revocation waits is told once more, under the same id")
    func lostMeanwhile() {
        var machine = machine(owning: [a])
        _ = machine.partitionsRevoked([a], lost: false, at: now)
        let actions = machine.timePassed(to: now, isLost: true)
        #expect(actions == [.drop([a]), .unassign([a]), .tell(.revoked([a], lost: true, id: 1))])
        #expect(machine.timePassed(to: now, isLost: true) == [])
    }

    @Test("a second revocation does not forget the first")
    func overlapping() {
        var machine = machine(owning: [a, b])
        _ = machine.partitionsRevoked([a], lost: false, at: now)
        let actions = machine.partitionsRevoked([b], lost: false, at: now)
        #expect(actions == [.drop([a]), .unassign([a]), .tell(.revoked([b], lost: false, id: 2))])
    }

    @Test("after a failure everything is told as lost, and a revocation that follows is only answered")
    func failure() {
        var machine = machine(owning: [a, b])
        #expect(machine.everythingLost() == [.drop([a, b]), .tell(.revoked([a, b], lost: true, id: 1))])
        #expect(machine.everythingLost() == [])
        #expect(machine.partitionsRevoked([a, b], lost: false, at: now) == [.unassign([a, b])])
        #expect(machine.revocationCompleted(1) == [])
    }

    @Test("a failure during a revocation is told under that revocation's id")
    func failureMeanwhile() {
        var machine = machine(owning: [a])
        _ = machine.partitionsRevoked([a], lost: false, at: now)
        #expect(machine.everythingLost() == [.drop([a]), .tell(.revoked([a], lost: true, id: 1))])
    }

    @Test("a partition resumes when the seek to its first offset has succeeded, and starts once")
    func start() {
        var machine = machine(owning: [a, b], started: false)
        machine.startRequested([a: 4, b: 9])
        #expect(machine.seeksDue == [a: 4, b: 9])
        #expect(machine.seekSucceeded([]) == [])
        #expect(machine.seekSucceeded([b]) == [.resume([b])])
        #expect(machine.seeksDue == [a: 4])
        #expect(machine.seekSucceeded([a, b]) == [.resume([a])])
        machine.startRequested([a: 1, b: 1])
        #expect(machine.seeksDue == [:])
        #expect(machine.seekSucceeded([a, b]) == [])
    }

    @Test("a partition that is not owned cannot be started, paused or resumed")
    func notOwned() {
        var machine = machine(owning: [a])
        machine.startRequested([b: 1])
        #expect(machine.seeksDue == [:])
        #expect(machine.pauseRequested([b]) == [])
        #expect(machine.resumeRequested([b]) == [])
    }

    @Test("a pause or resume that was meant for an earlier assignment is ignored")
    func staleEpoch() {
        var machine = machine(owning: [a])
        _ = machine.partitionsRevoked([a], lost: true, at: .now)
        _ = machine.partitionsAssigned([a])
        _ = machine.start([a], epoch: 2)
        #expect(machine.pauseRequested([a], epoch: 1) == [])
        #expect(machine.pauseRequested([a], epoch: 2) == [.pause([a])])
        #expect(machine.resumeRequested([a], epoch: 1) == [])
        #expect(machine.resumeRequested([a], epoch: 2) == [.resume([a])])
    }

    @Test("a seek that succeeds after the partition was revoked resumes nothing")
    func seekTooLate() {
        var machine = machine(owning: [a], started: false)
        machine.startRequested([a: 5])
        _ = machine.partitionsRevoked([a], lost: true, at: now)
        #expect(machine.seekSucceeded([a]) == [])
    }

    @Test("records are delivered under their partition's epoch and only once it has started")
    func epochs() {
        var machine = machine(owning: [a], started: false)
        #expect(machine.epoch(ofRecordFrom: a) == nil && machine.epoch(ofRecordFrom: b) == nil)
        machine.startRequested([a: 0])
        #expect(machine.epoch(ofRecordFrom: a) == nil, "it comes again after the seek")
        _ = machine.seekSucceeded([a])
        #expect(machine.epoch(ofRecordFrom: a) == 1)
        _ = machine.partitionsRevoked([a], lost: true, at: now)
        #expect(machine.epoch(ofRecordFrom: a) == nil)
        _ = machine.partitionsAssigned([a])
        _ = machine.start([a])
        #expect(machine.epoch(ofRecordFrom: a) == 2)
    }

    @Test("a started partition waits for flow control, an application's pause outlives it")
    func pauses() {
        var machine = machine(owning: [a, b])
        #expect(machine.pauseRequested([a]) == [.pause([a])])
        #expect(machine.bufferFilled() == [.pause([b])])
        #expect(machine.isFlowPaused)
        #expect(machine.bufferFilled() == [])
        #expect(machine.bufferDrained() == [.resume([b])])
        #expect(machine.resumeRequested([a, b]) == [.resume([a])])
    }
}

extension AssignmentStateMachine {
    /// The application wants the partitions from their beginning, and librdkafka is ready for it.
    fileprivate mutating func start(_ partitions: [TopicPartition], epoch: Int? = nil) -> [Action] {
        startRequested(Dictionary(uniqueKeysWithValues: partitions.map { ($0, 0) }), epoch: epoch)
        return seekSucceeded(partitions)
    }
}
