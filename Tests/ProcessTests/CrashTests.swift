import Testing

@Suite("rescind-lab crash", .timeLimit(.minutes(3)))
struct CrashTests {
    @Test("two cycles in which the worker is killed: nothing is lost, nobody is mailed twice, every outcome is true")
    func kill() async throws {
        let ended = try await RunningProcess.run(
            .lab, ["crash", "--cycles", "2", "--parallel", "2", "--commands", "12", "--seed", "1"]
        )
        let output = ended.output
        #expect(output.contains { $0.hasPrefix("2 cycles, ") && $0.contains(", 2 crashes, ") }, "\(output.suffix(12))")
        #expect(output.contains("crashes: kill -9 2"))
        #expect(output.contains("transactions, fencing, read_committed: not judged on the mock"))
        #expect(output.contains("✓ no violation"), "\(output.suffix(12))")
        #expect(ended.status == 0, "\(ended.errors.suffix(3))")
    }

    @Test("an ordinary build has no point to die at, and a run that waits for one says so")
    func noPoints() async throws {
        let ended = try await RunningProcess.run(.lab, ["crash", "--points", "--cycles", "1", "--commands", "3"])
        #expect(ended.status == 1)
        #expect(ended.output.contains { $0.hasPrefix("✗ points: none was reached") }, "\(ended.output.suffix(12))")
        #expect(ended.output.contains("✗ 1 violations: points 1"))
    }

    @Test(
        "options that make no sense are usage errors",
        arguments: [
            ["--cycles", "0"], ["--kills-per-cycle", "4"], ["--points", "--mode", "term"], ["--rescind", "/nowhere"],
        ])
    func usage(arguments: [String]) async throws {
        let ended = try await RunningProcess.run(.lab, ["crash"] + arguments)
        #expect(ended.status == 64)
    }
}
