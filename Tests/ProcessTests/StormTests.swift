import Testing

/// A whole storm is run by hand (docs/verification.md): it judges how fast the worker is, which no test beside others can.
@Suite("rescind-lab storm", .timeLimit(.minutes(1)))
struct StormTests {
    @Test(
        "options that make no sense are usage errors",
        arguments: [
            ["--minutes", "0"], ["--calm", "1"], ["--rate", "0"], ["--drain", "0"], ["--rescind", "/nowhere"],
            ["--minutes", "10", "--rate", "12"],
        ])
    func usage(arguments: [String]) async throws {
        let ended = try await RunningProcess.run(.lab, ["storm"] + arguments)
        #expect(ended.status == 64)
    }
}
