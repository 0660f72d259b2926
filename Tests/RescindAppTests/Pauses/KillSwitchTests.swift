import CommandContract
import Foundation
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("rescind pause and resume, what they write")
struct KillSwitchTests {
    private static let canary = "canary-5f1e7d"
    private let now = PauseScene.now

    private func text(_ folder: TemporaryFolder) throws -> String {
        try String(contentsOfFile: folder.path + "/pauses.yaml", encoding: .utf8)
    }

    @Test("pausing makes the file, readable for workers of any user; resuming leaves an empty list")
    func fresh() async throws {
        try await TemporaryFolder.with { folder in
            let killSwitch = try PauseScene.killSwitch(folder)
            let answer = try killSwitch.pause(.everything, reason: "a \"big\" \\ mistake: # 4", at: now)
            #expect(answer == KillSwitch.Answer(entries: try killSwitch.entries(), isNew: true))
            #expect(answer.entries.first?.reason == "a \"big\" \\ mistake: # 4")
            #expect(answer.entries.first?.since == now)
            #expect(try text(folder).hasPrefix("# What is paused"))
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/pauses.yaml")
            #expect(attributes[.posixPermissions] as? Int == 0o644)
            let resumed = try killSwitch.resume(.everything)
            #expect(resumed.entries == answer.entries && resumed.isNew && resumed.keepsComments)
            #expect(try text(folder).hasSuffix("pauses: []\n"))
            #expect(try killSwitch.pause(.everything, reason: "again", at: now).keepsComments)
            #expect(try text(folder).hasPrefix("# What is paused"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pauses.yaml"])
        }
    }

    @Test("one writes at a time, and whoever never ends keeps nobody from it")
    func beside() async throws {
        try await TemporaryFolder.with { folder in
            let other = FolderLock.taken(of: folder.path, within: .zero)
            #expect(other.isHeld)
            #expect(!FolderLock.taken(of: folder.path, within: .milliseconds(40)).isHeld)
            var killSwitch = try PauseScene.killSwitch(folder)
            killSwitch.patience = .zero
            #expect(try killSwitch.pause(.everything, reason: "at last", at: now).isNew)
            other.release()
            let next = FolderLock.taken(of: folder.path, within: .zero)
            #expect(next.isHeld)
            next.release()
        }
    }

    @Test("what is so already stays so, whatever the tenant is called")
    func again() async throws {
        try await TemporaryFolder.with { folder in
            let killSwitch = try PauseScene.killSwitch(folder)
            #expect(try killSwitch.resume(nil) == KillSwitch.Answer(entries: [], isNew: false))
            let first = try killSwitch.pause(.tenant("aurora.example"), reason: "one", at: now)
            let written = try text(folder)
            let second = try killSwitch.pause(.tenant(PauseScene.tenant), reason: "two", at: now + .seconds(9))
            #expect(second == KillSwitch.Answer(entries: first.entries, isNew: false))
            #expect(try !killSwitch.resume(.everything).isNew)
            #expect(try text(folder) == written)
            #expect(try killSwitch.resume(.tenant(PauseScene.tenant)).isNew)
            #expect(try killSwitch.entries().isEmpty)
        }
    }

    private static let byHand = """
        # Who is on call writes here.
        pauses: # newest last
            # Since the incident of Monday.
            - source: /lab/scheduler
              reason: >-
                sends everything
                twice
            # Asked for by its administrator.
            - tenant: aurora.example   # not the GUID
              reason: moves its mailboxes
              since: 2026-11-26T16:30:00Z

        # The end.

        """

    @Test("other entries and comments stay as people wrote them")
    func comments() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("pauses.yaml", Self.byHand.utf8, mode: 0o640)
            let killSwitch = try PauseScene.killSwitch(folder)
            #expect(try killSwitch.pause(.everything, reason: "stop", at: now).keepsComments)
            #expect(
                try text(folder) == Self.byHand
                    + "    - everything: true\n      reason: \"stop\"\n      since: 2027-01-15T08:00:00Z\n")
            #expect(try killSwitch.resume(.source("/lab/scheduler")).keepsComments)
            #expect(try killSwitch.resume(.everything).keepsComments)
            let left = try text(folder)
            #expect(left.contains("# newest last") && left.contains("# Asked for by its administrator."))
            #expect(left.contains("aurora.example   # not the GUID") && left.contains("# The end."))
            #expect(!left.contains("twice") && !left.contains("everything: true"))
            #expect(try killSwitch.resume(nil).keepsComments)
            #expect(try text(folder).contains("pauses: [] # newest last\n"))
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/pauses.yaml")
            #expect(attributes[.posixPermissions] as? Int == 0o640)
        }
    }

    @Test(
        "a list in another style is written anew, entries and all, and it is said",
        arguments: [
            "pauses: [{ source: /lab/scheduler, reason: a }] # note",
            "pauses:\n  [\n    { source: /lab/scheduler, reason: a },\n  ]\n",
            "{ pauses: [{ source: /lab/scheduler, reason: a }] }",
            "---\npauses:\n- source: /lab/scheduler\n  reason: a\n...\n",
            "\"pauses\":\n-\n  source: /lab/scheduler\n  reason: a\n...\n",
        ]
    )
    func otherStyle(document: String) async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("pauses.yaml", document.utf8)
            let killSwitch = try PauseScene.killSwitch(folder)
            let before = try killSwitch.entries()
            let answer = try killSwitch.pause(.everything, reason: "stop", at: now)
            #expect(try killSwitch.entries() == before + answer.entries)
            #expect(!answer.keepsComments)
            let resumed = try killSwitch.resume(.source("/lab/scheduler"))
            #expect(try killSwitch.entries() == answer.entries && resumed.keepsComments)
        }
    }

    @Test("what is not in the configuration is refused before anything is written")
    func unknown() async throws {
        try await TemporaryFolder.with { folder in
            let killSwitch = try PauseScene.killSwitch(folder)
            for subject in [PauseSubject.source(Self.canary), .tenant(Self.canary)] {
                let failure = try #require(throws: KillSwitchFailure.self) {
                    try killSwitch.pause(subject, reason: "a", at: now)
                }
                #expect(failure == .unknown(subject) && failure.exitStatus == 64)
                #expect(!"\(failure)".contains(Self.canary))
                #expect(throws: failure) { try killSwitch.resume(subject) }
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }

    @Test("a wrong file is left as it is")
    func wrongFile() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("pauses.yaml", "pauses: [{ everything: \(Self.canary) }]".utf8)
            let failure = try #require(throws: KillSwitchFailure.self) {
                try PauseScene.killSwitch(folder).pause(.everything, reason: "a", at: now)
            }
            #expect(failure.exitStatus == 78 && "\(failure)".contains("pauses[0].everything"))
            #expect(!"\(failure)".contains(Self.canary))
            #expect(try text(folder) == "pauses: [{ everything: \(Self.canary) }]")
        }
    }

    @Test("a folder that is away is told, and nothing is left behind")
    func away() async throws {
        try await TemporaryFolder.with { folder in
            let killSwitch = KillSwitch(
                file: PauseFile(path: folder.path + "/away/pauses.yaml"),
                scopes: PauseScopes(try PauseScene.configuration()))
            let failure = try #require(throws: KillSwitchFailure.self) {
                try killSwitch.pause(.everything, reason: "a", at: now)
            }
            #expect(failure.exitStatus == 78)
            #if os(Linux)
            // Nothing can be created there, whoever asks.
            let nowhere = KillSwitch(file: PauseFile(path: "/proc/pauses.yaml"), scopes: killSwitch.scopes)
            let refused = try #require(throws: KillSwitchFailure.self) {
                try nowhere.pause(.everything, reason: "a", at: now)
            }
            #expect(refused.exitStatus == 73)
            #endif
            #expect(KillSwitchFailure.notWritten(EROFS).exitStatus == 73)
            #expect("\(KillSwitchFailure.notWritten(EROFS))".contains("Read-only file system"))
        }
    }

    @Test("a full file takes no more")
    func full() async throws {
        try await TemporaryFolder.with { folder in
            var configuration = try PauseScene.configuration()
            configuration.sources = (0..<PauseList.maximumEntries).map {
                SourcePolicy(source: "/s\($0)", tenants: [PauseScene.tenant], mailboxes: [.any])
            }
            let entries = configuration.sources.map { "- { source: \($0.source), reason: a }\n" }.joined()
            try folder.write("pauses.yaml", "pauses:\n\(entries)".utf8)
            let killSwitch = KillSwitch(
                file: PauseFile(path: folder.path + "/pauses.yaml"), scopes: PauseScopes(configuration))
            #expect(throws: KillSwitchFailure.full) { try killSwitch.pause(.everything, reason: "a", at: now) }
            #expect(try killSwitch.resume(nil).entries.count == PauseList.maximumEntries)
            #expect(try text(folder) == "pauses: []\n")
        }
    }
}
