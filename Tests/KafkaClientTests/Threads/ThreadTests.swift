import Synchronization
import Testing

@testable import KafkaClient

@Suite("Threads", .timeLimit(.minutes(1)))
struct ThreadTests {
    @Test("whoever resolves first decides, before or after somebody waits")
    func oneShot() async {
        let early = OneShot<Int>()
        #expect(early.resolve(1))
        #expect(!early.resolve(2))
        #expect(await early.value() == 1)

        for _ in 0..<200 {
            let raced = OneShot<Int>()
            let first = Task { raced.resolve(1) }
            let second = Task { raced.resolve(2) }
            let value = await raced.value()
            let winners = [await first.value, await second.value]
            #expect(winners == [value == 1, value == 2])
        }
    }

    @Test("jobs run one after the other in their order, and none after the last")
    func serialThread() async {
        let thread = SerialThread(name: "test", idleInterval: .seconds(60)) {}
        let seen = Mutex<[Int]>([])
        for number in 0..<500 {
            #expect(thread.enqueue { seen.withLock { $0.append(number) } })
        }
        let isDone = OneShot<Void>()
        #expect(thread.stop { isDone.resolve(()) })
        #expect(!thread.enqueue {})
        #expect(!thread.stop {})
        await isDone.value()
        #expect(seen.withLock { $0 } == Array(0..<500))
    }

    @Test("the idle job runs when there is nothing else")
    func idle() async {
        let wasIdle = OneShot<Void>()
        let thread = SerialThread(name: "test", idleInterval: .milliseconds(1)) { wasIdle.resolve(()) }
        await wasIdle.value()
        thread.stop {}
    }

    @Test("a blocking body suspends only its caller")
    func dedicatedThread() async {
        let value = await DedicatedThread.run("a-name-beyond-fifteen-bytes") { 42 }
        #expect(value == 42)
    }
}
