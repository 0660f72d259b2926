import Testing

@testable import CommandPipeline

@Suite("Fatal commit guard")
struct FatalCommitGuardTests {
    @Test(
        "stops at the second failure within a minute of the last",
        arguments: [
            ([0], false), ([0, 59], true), ([0, 60], false), ([0, 60, 119], true), ([0, 60, 120, 180], false),
        ]
    )
    func minute(seconds: [Int], stops: Bool) {
        var failures = FatalCommitGuard()
        let answers = seconds.map { failures.failed(at: .seconds($0)) }
        #expect(answers.last == stops)
        #expect(!answers.dropLast().contains(true))
    }
}
