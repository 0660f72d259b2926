import Testing

@testable import KafkaClient

@Suite("PauseSet")
struct PauseSetTests {
    private let a = TopicPartition(topic: "t", partition: 0)
    private let b = TopicPartition(topic: "t", partition: 1)

    private var started: PauseSet {
        var set = PauseSet()
        set.assigned([a, b])
        _ = set.resume([a, b], because: .notStarted)
        return set
    }

    @Test("an assigned partition is paused until it is started")
    func arrivesPaused() {
        var set = PauseSet()
        set.assigned([a])
        #expect(set.isPaused(a))
        #expect(set.resume([a], because: .application) == [])
        #expect(set.resume([a], because: .notStarted) == [a])
        #expect(!set.isPaused(a))
    }

    @Test("what is not paused is never resumed, and what is paused is not paused again")
    func onlyChanges() {
        var set = started
        #expect(set.resume([a, b], because: .application) == [])
        #expect(set.pause([a], because: .application) == [a])
        #expect(set.pause([a], because: .application) == [])
        #expect(set.resume([a], because: .application) == [a])
        #expect(set.resume([a], because: .application) == [])
    }

    @Test("a partition is resumed only when the last reason is gone")
    func reasonsAdd() {
        var set = started
        #expect(set.pause([a], because: .application) == [a])
        #expect(set.flowStopped() == [b])
        #expect(set.flowStopped() == [])
        #expect(set.resume([a], because: .application) == [])
        #expect(set.flowRestarted() == [a, b])
        #expect(set.flowRestarted() == [])
    }

    @Test("a partition assigned or started while flow control holds waits for it")
    func assignedUnderFlowControl() {
        var set = PauseSet()
        #expect(set.flowStopped() == [])
        set.assigned([a])
        #expect(set.resume([a], because: .notStarted) == [])
        #expect(set.flowRestarted() == [a])
    }

    @Test("an unassigned partition is neither paused nor resumed, and comes back without its old reasons")
    func unassigned() {
        var set = started
        _ = set.pause([a], because: .application)
        set.unassigned([a])
        #expect(set.resume([a], because: .application) == [])
        #expect(set.pause([a], because: .application) == [])
        set.assigned([a])
        #expect(set.resume([a], because: .notStarted) == [a])
    }

    @Test("whatever is asked, what librdkafka was told follows the reasons")
    func randomWalk() {
        var random = SystemRandomNumberGenerator()
        var set = PauseSet()
        var paused: Set<TopicPartition> = []
        var owned: Set<TopicPartition> = []
        for _ in 0..<20_000 {
            let one = Bool.random(using: &random) ? a : b
            let reason: PauseSet.Reasons = Bool.random(using: &random) ? .application : .notStarted
            var toPause: [TopicPartition] = []
            var toResume: [TopicPartition] = []
            switch Int.random(in: 0..<6, using: &random) {
            case 0 where !owned.contains(one):
                set.assigned([one])
                owned.insert(one)
                paused.insert(one)
            case 1:
                set.unassigned([one])
                owned.remove(one)
                paused.remove(one)
            case 2: toPause = set.pause([one], because: reason)
            case 3: toResume = set.resume([one], because: reason)
            case 4: toPause = set.flowStopped()
            default: toResume = set.flowRestarted()
            }
            #expect(paused.isDisjoint(with: toPause) && owned.isSuperset(of: toPause))
            #expect(paused.isSuperset(of: toResume))
            paused = paused.union(toPause).subtracting(toResume)
            #expect(paused == owned.filter { set.isPaused($0) })
        }
    }
}
