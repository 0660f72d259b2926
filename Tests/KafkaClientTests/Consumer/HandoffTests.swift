import Testing

@testable import KafkaClient

@Suite("Handoff", .timeLimit(.minutes(1)))
struct HandoffTests {
    private let handoff = Handoff<Int> { Handoff.Level(records: 1, bytes: $0) }

    @Test("elements come in their order, and the level follows")
    func order() async {
        handoff.push(3)
        handoff.push(4)
        #expect(handoff.level == Handoff.Level(records: 2, bytes: 7))
        #expect(await handoff.next() == 3)
        #expect(handoff.level == Handoff.Level(records: 1, bytes: 4))
        #expect(await handoff.next() == 4)
        #expect(handoff.level == Handoff.Level())
    }

    @Test("what is removed is not delivered and does not count")
    func removal() async {
        for number in 1...4 { handoff.push(number) }
        handoff.remove { $0.isMultiple(of: 2) }
        #expect(handoff.level == Handoff.Level(records: 2, bytes: 4))
        #expect(await handoff.next() == 1)
        #expect(await handoff.next() == 3)
    }

    @Test("finishing ends after what is queued, or at once when it is discarded", arguments: [true, false])
    func finish(discarding: Bool) async {
        handoff.push(1)
        handoff.finish(discarding: discarding)
        handoff.push(2)
        if !discarding { #expect(await handoff.next() == 1) }
        #expect(await handoff.next() == nil)
        #expect(await handoff.next() == nil)
    }

    @Test("many waiting tasks get every element once, and the end")
    func manyWaiters() async {
        let received = await withTaskGroup(of: [Int].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var mine: [Int] = []
                    while let number = await handoff.next() { mine.append(number) }
                    return mine
                }
            }
            for number in 0..<1000 {
                handoff.push(number)
                if number.isMultiple(of: 10) { await Task.yield() }
            }
            handoff.finish(discarding: false)
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(received.sorted() == Array(0..<1000))
    }

    @Test("a cancelled task stops waiting and takes nothing away from the others")
    func cancellation() async {
        for _ in 0..<200 {
            let waiting = Task { await handoff.next() }
            waiting.cancel()
            handoff.push(1)
            let taken = await waiting.value
            #expect(taken == nil ? await handoff.next() == 1 : taken == 1)
        }
    }
}
