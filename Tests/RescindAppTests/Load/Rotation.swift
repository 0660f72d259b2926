import Testing

@testable import RescindApp

/// The steps of a rotation under a flow of commands.
struct Rotation {
    /// Commands under way when the tokens end, and as many that come after.
    private static let commands = 15

    let bench: LoadBench
    let flow: CommandFlow
    let file: WatchedFile
    var account: String?

    /// Gets the first token, and shows that it cancels.
    func begin() async throws {
        try flow.send(Self.commands, by: account)
        await flow.settled()
        #expect(bench.tokenStatuses() == [200])
    }

    /// Does `change` between commands, ends the tokens, and waits for the outcomes of all that were sent.
    /// - Parameter statuses: Entra's to the requests for a token since.
    func step(
        _ name: Comment, _ statuses: [Int], sourceLocation: SourceLocation = #_sourceLocation,
        _ change: () throws -> Void
    ) async throws {
        let first = bench.nextRequest
        try flow.send(Self.commands, by: account)
        try change()
        try bench.expireTokens()
        try flow.send(Self.commands, by: account)
        await flow.settled()
        #expect(bench.tokenStatuses(since: first) == statuses, name, sourceLocation: sourceLocation)
        #expect(file.isDone, name, sourceLocation: sourceLocation)
    }
}
