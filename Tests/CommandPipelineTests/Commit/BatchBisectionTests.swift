import Testing

@testable import CommandPipeline

@Suite("Batch bisection")
struct BatchBisectionTests {
    @Test("a first abort suspects nobody; a commit between two forgets it")
    func badLuck() {
        var bisection = BatchBisection()
        let first = bisection.blamed(units: 8)
        #expect(!first && bisection.limit == nil)
        bisection.committed(units: 8)
        let second = bisection.blamed(units: 8)
        #expect(!second && bisection.limit == nil)
    }

    @Test("finds the culprit wherever it stands, and lets all others through", arguments: 0..<37)
    func finds(culprit: Int) {
        var bisection = BatchBisection()
        var rest = Array(0..<37)
        var found: Int?
        var transactions = 0
        while !rest.isEmpty, transactions < 100 {
            transactions += 1
            let batch = Array(rest.prefix(bisection.limit ?? 20))
            if !batch.contains(culprit) {
                bisection.committed(units: batch.count)
                rest.removeFirst(batch.count)
            } else if bisection.blamed(units: batch.count) {
                found = batch.first
                bisection.found()
                rest.removeFirst()
            }
        }
        #expect(found == culprit)
        #expect(rest.isEmpty)
        #expect(bisection.limit == nil)
    }

    @Test("a batch of one is the culprit at its second abort")
    func single() {
        var bisection = BatchBisection()
        let answers = [bisection.blamed(units: 1), bisection.blamed(units: 1)]
        #expect(answers == [false, true])
    }

    @Test("a search ends when a transaction held less than it might have: its suspects are gone")
    func suspectsGone() {
        var bisection = BatchBisection()
        for _ in 0..<2 { _ = bisection.blamed(units: 8) }
        #expect(bisection.limit == 4)
        bisection.committed(units: 4)
        #expect(bisection.limit == 4, "the other four are still suspected")
        bisection.committed(units: 3)
        #expect(bisection.limit == nil)
    }
}
