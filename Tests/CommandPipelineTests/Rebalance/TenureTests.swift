import Testing

@testable import CommandPipeline

@Suite("Tenure", .timeLimit(.minutes(1)))
struct TenureTests {
    @Test("only moves forward")
    func forward() {
        let tenure = Tenure()
        #expect(tenure.stage == .owned)
        tenure.advance(to: .ended)
        tenure.advance(to: .leaving)
        #expect(tenure.stage == .ended)
    }

    @Test("a stage that is reached or passed is not waited for")
    func reached() async {
        let tenure = Tenure()
        await tenure.reached(.owned)
        tenure.advance(to: .ended)
        await tenure.reached(.leaving)
        await tenure.reached(.ended)
    }

    @Test("a stage wakes those that wait for it and no others")
    func wakes() async {
        let tenure = Tenure()
        let ends = Watched<[String]>([])
        await withTaskGroup(of: Void.self) { group in
            for (stage, name) in [(Tenure.Stage.leaving, "leaving"), (.ended, "ended")] {
                group.addTask {
                    await tenure.reached(stage)
                    ends.update { $0.append(name) }
                }
            }
            tenure.advance(to: .leaving)
            await ends.wait { $0.contains("leaving") }
            for _ in 0..<100 { await Task.yield() }
            #expect(ends.current == ["leaving"])
            tenure.advance(to: .ended)
        }
        #expect(ends.current == ["leaving", "ended"])
    }

    @Test("a cancelled wait ends and leaves nothing behind")
    func cancelled() async {
        let tenure = Tenure()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<10 { group.addTask { await tenure.reached(.ended) } }
            group.cancelAll()
        }
        tenure.advance(to: .ended)
    }
}
