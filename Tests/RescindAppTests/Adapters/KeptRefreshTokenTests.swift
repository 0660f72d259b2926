import Foundation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("An account's refresh token between its uses", .timeLimit(.minutes(1)))
struct KeptRefreshTokenTests {
    private struct Bench {
        let folder: TemporaryFolder
        let log = CapturedLog()
        let token: KeptRefreshToken

        init(_ folder: TemporaryFolder) throws {
            self.folder = folder
            try folder.write("token", "r1".utf8, mode: 0o600)
            let file = RefreshTokenFile(path: "token", relativeTo: folder.path)
            token = KeptRefreshToken(file: file, account: "robot", logger: log.logger)
        }

        var inFile: String { get throws { try String(contentsOfFile: folder.path + "/token", encoding: .utf8) } }
        var current: String { get async throws { try await token.current().reveal() } }
    }

    @Test("a newer token is used next and stands in the file, for the next process")
    func stored() async throws {
        try await TemporaryFolder.with { folder in
            let bench = try Bench(folder)
            #expect(try await bench.current == "r1")
            await bench.token.rotated(to: Secret("r2"))
            #expect(try bench.inFile == "r2")
            #expect(try await bench.current == "r2")
            #expect(bench.log.all.isEmpty)
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
            await token.rotated(to: Secret("canary-r\(number)"))
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
            await bench.token.rotated(to: Secret("r2"))
            #expect(try bench.inFile == "signed-in-anew")
            #expect(try await bench.current == "signed-in-anew")
            #expect(bench.log.all.isEmpty)
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
