import Foundation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Refresh tokens in files")
struct RefreshTokenFileTests {
    private func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("only a file that its owner alone may use is read", arguments: [0o600, 0o400, 0o640, 0o604, 0o644, 0o620])
    func permissions(mode: Int) async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("token", "r1\n".utf8, mode: mode)
            let file = RefreshTokenFile(path: "token", relativeTo: folder.path)
            if mode & 0o077 == 0 {
                #expect(try file.read() == Secret("r1"))
            } else {
                #expect(throws: RefreshTokenFile.Fault.openToOthers) { try file.read() }
            }
        }
    }

    @Test("what is no secret is told by its kind")
    func unusable() async throws {
        try await TemporaryFolder.with { folder in
            let file = RefreshTokenFile(path: "token", relativeTo: folder.path)
            #expect(throws: RefreshTokenFile.Fault.unusable(.unreadable)) { try file.read() }
            try folder.write("token", [], mode: 0o600)
            #expect(throws: RefreshTokenFile.Fault.unusable(.empty)) { try file.read() }
        }
    }

    @Test("a new token takes the file's place whole, readable by its owner alone, and leaves nothing beside it")
    func replaced() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("token", "r1".utf8, mode: 0o600)
            let before = try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int
            let file = RefreshTokenFile(path: "token", relativeTo: folder.path)
            #expect(try file.replace(Secret("r1"), with: Secret("r2-longer")))
            #expect(try file.read() == Secret("r2-longer"))
            #expect(try mode(path) == 0o600)
            // Another file under the name: a reader of the old one is not disturbed.
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.systemFileNumber] as? Int != before)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["token"])
        }
    }

    @Test("a symbolic link stays one, its target is replaced")
    func link() async throws {
        try await TemporaryFolder.with { folder in
            let real = try folder.write("real", "r1".utf8, mode: 0o600)
            try FileManager.default.createSymbolicLink(atPath: folder.path + "/token", withDestinationPath: real)
            let file = RefreshTokenFile(path: "token", relativeTo: folder.path)
            #expect(try file.replace(Secret("r1"), with: Secret("r2")))
            #expect(try String(contentsOfFile: real, encoding: .utf8) == "r2")
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.path + "/token") == real)
        }
    }

    @Test("what came while the newer token was written to the disk stays", arguments: ["signed-in-anew", "r1\n"])
    func meanwhile(text: String) async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("token", "r1".utf8, mode: 0o600)
            let file = RefreshTokenFile(path: "token", relativeTo: folder.path)
            let replacement = try RefreshTokenReplacement(of: file, with: Secret("r2"))
            try folder.write("token", text.utf8, mode: 0o600)
            // The same token, written anew, is none that could be lost.
            let isAnother = text == "signed-in-anew"
            #expect(try replacement.takePlace(of: Secret("r1")) == !isAnother)
            #expect(try file.read() == Secret(isAnother ? text : "r2"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["token"])
        }
    }

    @Test("a file that was opened to others, or taken away, meanwhile is left so", arguments: [true, false])
    func unreadableMeanwhile(isOpened: Bool) async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("token", "r1".utf8, mode: 0o600)
            let file = RefreshTokenFile(path: "token", relativeTo: folder.path)
            let replacement = try RefreshTokenReplacement(of: file, with: Secret("r2"))
            if isOpened {
                try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
            } else {
                try FileManager.default.removeItem(atPath: path)
            }
            #expect(throws: isOpened ? RefreshTokenFile.Fault.openToOthers : .unusable(.unreadable)) {
                try replacement.takePlace(of: Secret("r1"))
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == (isOpened ? ["token"] : []))
        }
    }

    @Test("where nothing can be created the old token stays")
    func notStored() async throws {
        try await TemporaryFolder.with { folder in
            let file = RefreshTokenFile(path: "gone/token", relativeTo: folder.path)
            #expect(throws: RefreshTokenFile.Fault.notStored(ENOENT)) {
                try file.replace(Secret("r1"), with: Secret("r2"))
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(left.isEmpty)
        }
    }
}
