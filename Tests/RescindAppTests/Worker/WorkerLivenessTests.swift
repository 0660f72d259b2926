import CommandPipeline
import Testing

@testable import KafkaClient
@testable import RescindApp

@Suite("Liveness")
struct WorkerLivenessTests {
    private static let now = ContinuousClock.now

    private static func problems(
        stalls: [PipelineStall] = [], _ change: (inout ConsumerHealth) -> Void = { _ in }
    ) -> [String] {
        var health = ConsumerHealth(lastPoll: now)
        health.memberState = .member
        change(&health)
        return WorkerLiveness(consumer: health, stalls: stalls).problems(at: now)
    }

    @Test("a member that polls is alive")
    func alive() { #expect(Self.problems().isEmpty) }

    @Test("a consumer's thread that does not come round is not, unless it has ended as it should")
    func poll() {
        #expect(Self.problems { $0.lastPoll = Self.now - .seconds(30) }.isEmpty)
        #expect(Self.problems { $0.lastPoll = Self.now - .seconds(31) } == ["the Kafka consumer does not poll"])
        let closed = Self.problems { health in
            health.lastPoll = Self.now - .seconds(31)
            health.memberState = .closed
        }
        #expect(closed.isEmpty)
    }

    @Test("a member that does not get into its group within ten minutes is stuck, although the coordinator is there")
    func join() {
        #expect(Self.problems { $0.joiningSince = Self.now - .seconds(600) }.isEmpty)
        #expect(Self.problems { $0.joiningSince = Self.now - .seconds(601) }.count == 1)
    }

    @Test("brokers that are away for a day leave it alive: a restart mends nothing")
    func outage() {
        let problems = Self.problems { health in
            health.memberState = .joining
            health.isCoordinatorUp = false
            health.joiningSince = nil
        }
        #expect(problems.isEmpty)
    }

    @Test("a failed consumer and each stall of the pipeline have a text of their own")
    func texts() {
        #expect(Self.problems { $0.fatalError = KafkaError.fake } == ["the Kafka consumer has failed"])
        let texts = Self.problems(stalls: PipelineStall.allCases)
        #expect(Set(texts).count == PipelineStall.allCases.count)
    }
}

extension KafkaError {
    fileprivate static let fake = ClientFault.rebalancesUnread.error("unread", isFatal: true)
}
