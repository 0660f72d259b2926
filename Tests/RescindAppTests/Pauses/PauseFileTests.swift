import Foundation
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("The file of pauses on the disk")
struct PauseFileTests {
    @Test("its text; nothing where there is no file")
    func text() async throws {
        try await TemporaryFolder.with { folder in
            let file = PauseFile(path: folder.path + "/pauses.yaml")
            #expect(try file.text() == nil)
            try folder.write("pauses.yaml", "pauses: []\n".utf8)
            #expect(try file.text() == "pauses: []\n")
        }
    }

    @Test("what is no such file is an error: too large, not UTF-8, a folder, a pipe, in a folder that is away")
    func faults() async throws {
        try await TemporaryFolder.with { folder in
            let atLimit = [UInt8](repeating: UInt8(ascii: "#"), count: PauseFile.maximumBytes)
            try folder.write("limit", atLimit)
            #expect(try PauseFile(path: folder.path + "/limit").text()?.utf8.count == PauseFile.maximumBytes)
            try folder.write("large", atLimit + [10])
            try folder.write("bytes", [0x70, 0xFF])
            try FileManager.default.createDirectory(atPath: folder.path + "/folder", withIntermediateDirectories: false)
            // Nobody writes into it: whoever opened it as a file would wait for ever.
            try #require(mkfifo(folder.path + "/pipe", 0o600) == 0)
            for (name, rule) in [
                ("large", "64 KiB"), ("bytes", "UTF-8"), ("folder", "regular file"), ("pipe", "regular file"),
                ("away/pauses.yaml", "folder that does not exist"),
            ] {
                let file = PauseFile(path: folder.path + "/" + name)
                let error = try #require(throws: ConfigurationError.self) { try file.text() }
                #expect(error.rule.contains(rule), "\(name)")
                #expect(error.file == file.path)
            }
        }
    }

    @Test("a mount that is swapped by a link shows the old list or the new one")
    func mounted() async throws {
        try await TemporaryFolder.with { folder in
            let mount = try MountedSecret(in: folder, ["pauses.yaml": "pauses: []"])
            let file = PauseFile(path: folder.path + "/pauses.yaml")
            #expect(try file.text() == "pauses: []")
            try mount.swap(to: ["pauses.yaml": "pauses: [{ everything: true, reason: a }]"])
            #expect(try PauseScene.entries(file.text()).map(\.scope) == [.everything])
            // The key is taken out of the map: its link leads nowhere until it is taken away as well.
            try mount.swap(to: [:])
            #expect(try file.text() == nil)
        }
    }
}
