import CommandContract
import GraphSimulator
import Testing

@testable import RescindApp

/// Who may cancel, and where: promise P7 over the whole space at once, one command a case.
@Suite("The matrix of who may cancel where", .timeLimit(.minutes(3)))
struct AuthorizationMatrixTests {
    private static let casesPerWorker = 1500

    @Test("ten thousand drawn cases end as an oracle says that never saw the code")
    func matrix() async throws {
        let seed = UInt64.random(in: 0...UInt64(UInt32.max))
        try await CredentialBench.with { credentials in
            var random = SeededGenerator(seed: seed)
            var tally = MatrixTally()
            for worker in MatrixWorker.all {
                let cases = (0..<Self.casesPerWorker).map { MatrixCase.drawn($0, by: &random) }
                let run = try await MatrixRun(worker, cases, credentials)
                run.expectOwnClouds()
                run.expectSilence()
                tally.enter(run)
            }
            #expect(tally.differences.isEmpty, "seed \(seed): \(tally.differences.prefix(20).joined(separator: "\n"))")
            print("matrix: seed \(seed), \(tally.cases) cases, \(tally.requests) requests; \(tally.reasons)")
            #expect(tally.cases >= 10_000)
            tally.expectCoverage()
        }
    }
}
