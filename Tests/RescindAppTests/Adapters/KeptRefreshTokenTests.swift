import Foundation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("An account's refresh token between its uses", .timeLimit(.minutes(1)))
struct KeptRefreshTokenTests {
    private struct Bench {
        let folder: TemporaryFolder
        let log = CapturedLog()
        /// In order: what was to be written is written before a read answers.
        let queue = DispatchQueue(label: "refresh-token-test")
        let token: KeptRefreshToken

        init(_ folder: TemporaryFolder) throws {
            self.folder = folder
            try folder.write("token", "r1".utf8, mode: 0o600)
            let file = RefreshTokenFile(path: "token", relativeTo: folder.path)
            token = KeptRefreshToken(file: file, account: "robot", logger: log.logger, queue: queue)
        }

        var hasWarned: Bool { log.count("warning") > 0 }
        var inFile: String { get throws { try String(contentsOfFile: folder.path + "/token", encoding: .utf8) } }
        var current: String { get async throws { try await token.current().reveal() } }
    }

    @Test("a newer token is used next and stands in the file, for the next process")
    func stored() async throws {
        try await TemporaryFolder.with { folder in
            let bench = try Bench(folder)
            #expect(try await bench.current == "r1")
            bench.token.rotated(to: Secret("r2"))
            #expect(try await bench.current == "r2")
            #expect(try bench.inFile == "r2")
            #expect(!bench.hasWarned)
        }
    }

    @Test("a slow disk holds nobody up, and gets the tokens in their order")
    func behind() async throws {
        try await TemporaryFolder.with { folder in
            let bench = try Bench(folder)
            #expect(try await bench.current == "r1")
            bench.queue.suspend()
            for number in 2...4 { bench.token.rotated(to: Secret("r\(number)")) }
            #expect(try bench.inFile == "r1")
            bench.queue.resume()
            #expect(try await bench.current == "r4")
            #expect(try bench.inFile == "r4")
            #expect(bench.log.count("refresh token stored") == 3)
        }
    }

    @Test("while a read does not end no other begins, and the next after it is answered")
    func silent() async throws {
        try await TemporaryFolder.with { folder in
            let bench = try Bench(folder)
            bench.queue.suspend()
            var answers: [Result<Secret, any Error>] = []
            await withTaskGroup(of: Result<Secret, any Error>.self) { group in
                for _ in 1...2 {
                    group.addTask {
                        do { return .success(try await bench.token.current()) } catch { return .failure(error) }
                    }
                }
                for await answer in group {
                    if answers.isEmpty { bench.queue.resume() }
                    answers.append(answer)
                }
            }
            #expect(throws: RefreshTokenFile.Fault.silent) { try answers.first?.get() }
            #expect(try answers.last?.get() == Secret("r1"))
            #expect(try await bench.current == "r1")
        }
    }

    /// In procfs nothing can be created, not even by root, whom a folder's permissions do not stop.
    private static let fixed = "/proc/self/personality"

    @Test(
        "a file that cannot be replaced: on in memory, and one warning without the token",
        .enabled(if: FileManager.default.fileExists(atPath: fixed))
    )
    func inMemory() async throws {
        let log = CapturedLog()
        let file = RefreshTokenFile(path: Self.fixed, relativeTo: "")
        let token = KeptRefreshToken(file: file, account: "robot", logger: log.logger)
        #expect(try await token.current() == file.read())
        for number in 2...4 {
            token.rotated(to: Secret("canary-r\(number)"))
            #expect(try await token.current() == Secret("canary-r\(number)"))
        }
        #expect(log.count("refresh token cannot be stored, going on with it in memory") == 1)
        #expect(log.all.count == 1)
        #expect(log.count("robot") == 1 && log.count("canary") == 0)
    }

    @Test("a new sign-in in the file wins over what this process holds")
    func newSignIn() async throws {
        try await TemporaryFolder.with { folder in
            let bench = try Bench(folder)
            #expect(try await bench.current == "r1")
            // It came while the old one was being exchanged: it is not overwritten.
            try folder.write("token", "signed-in-anew".utf8, mode: 0o600)
            bench.token.rotated(to: Secret("r2"))
            #expect(try await bench.current == "signed-in-anew")
            #expect(try bench.inFile == "signed-in-anew")
            #expect(!bench.hasWarned)
        }
    }

    @Test("a file that others can read by now is not used")
    func opened() async throws {
        try await TemporaryFolder.with { folder in
            let bench = try Bench(folder)
            try folder.write("token", "r1".utf8, mode: 0o644)
            await #expect(throws: RefreshTokenFile.Fault.openToOthers) { try await bench.current }
        }
    }
}
