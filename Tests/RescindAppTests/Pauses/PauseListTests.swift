import CommandContract
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("The file of pauses")
struct PauseListTests {
    private static let canary = "canary-5f1e7d"

    @Test("everything, a source and a tenant, with and without a time")
    func sound() throws {
        let entries = try PauseScene.entries(
            """
            # by hand
            pauses:
              - everything: true
                reason: the freeze of the year's end
              - { source: /lab/scheduler, reason: "duplicates: 4711", since: 2026-11-26T17:30:00+01:00 }
              - tenant: Aurora.example
                reason: asked for by its administrator
            """
        )
        #expect(entries.map(\.scope) == [.everything, .source("/lab/scheduler"), .tenant(PauseScene.tenant)])
        #expect(entries.map(\.reason).last == "asked for by its administrator")
        #expect(entries.map(\.since) == [nil, Timestamp(rfc3339: "2026-11-26T16:30:00Z"), nil])
        #expect(entries.map(\.subject.text) == ["everything", "source /lab/scheduler", "tenant Aurora.example"])
    }

    @Test(
        "nothing is paused by an empty list, nor without a file", arguments: ["pauses: []", "pauses: [] # none\n", nil])
    func nothing(text: String?) throws { #expect(try PauseScene.entries(text).isEmpty) }

    @Test(
        "what is wrong: entry and key, never the value",
        arguments: [
            ("", "pauses"), ("# only a comment\n", "pauses"), ("pauses:", "pauses"), ("pauses: ~", "pauses"),
            ("pauses: \(canary)", "pauses"), ("pauses: { everything: true }", "pauses"), ("\(canary): []", "pauses"),
            ("pauses: []\n\(canary): 1", "canary-5f1e7d"), ("- everything: true", "(file)"), ("pauses: [", "(file)"),
            ("pauses: []\npauses: []", "pauses"), ("pauses: [\(canary)]", "pauses[0]"),
            ("pauses: [{ reason: a }]", "pauses[0].everything"),
            ("pauses: [{ everything: true }]", "pauses[0].reason"),
            ("pauses: [{ everything: true, reason: }]", "pauses[0].reason"),
            ("pauses: [{ everything: true, reason: '' }]", "pauses[0].reason"),
            ("pauses: [{ everything: true, reason: ' ' }]", "pauses[0].reason"),
            ("pauses: [{ everything: true, reason: \"\(canary)\\nb\" }]", "pauses[0].reason"),
            ("pauses: [{ everything: true, reason: \"\(canary)\\u202e\" }]", "pauses[0].reason"),
            ("pauses: [{ everything: true, reason: \(String(repeating: "x", count: 201)) }]", "pauses[0].reason"),
            ("pauses: [{ everything: false, reason: a }]", "pauses[0].everything"),
            ("pauses: [{ everything: \(canary), reason: a }]", "pauses[0].everything"),
            ("pauses: [{ everything: , reason: a }]", "pauses[0].everything"),
            ("pauses: [{ source: \(canary), reason: a }]", "pauses[0].source"),
            ("pauses: [{ source: /LAB/scheduler, reason: a }]", "pauses[0].source"),
            ("pauses: [{ source: [\(canary)], reason: a }]", "pauses[0].source"),
            ("pauses: [{ tenant: \(canary).example, reason: a }]", "pauses[0].tenant"),
            ("pauses: [{ tenant: consumers, reason: a }]", "pauses[0].tenant"),
            ("pauses: [{ everything: true, tenant: aurora.example, reason: a }]", "pauses[0].tenant"),
            ("pauses: [{ source: /lab/scheduler, tenant: aurora.example, reason: a }]", "pauses[0].tenant"),
            ("pauses: [{ everything: true, reason: a, since: \(canary) }]", "pauses[0].since"),
            ("pauses: [{ everything: true, reason: a, since: 2026-02-30T00:00:00Z }]", "pauses[0].since"),
            ("pauses: [{ everything: true, reason: a, until: \(canary) }]", "pauses[0].until"),
            ("pauses: [{ everything: true, reason: a }, { everything: true, reason: b }]", "pauses[1].everything"),
            (
                "pauses: [{ tenant: aurora.example, reason: a }, { tenant: \(PauseScene.tenant), reason: b }]",
                "pauses[1].tenant"
            ),
        ]
    )
    func broken(text: String, key: String) throws {
        let error = try #require(throws: ConfigurationError.self) { try PauseScene.entries(text) }
        #expect(error.key == key)
        #expect(error.file == "pauses.yaml")
        if !key.contains(Self.canary) { #expect(!"\(error)".contains(Self.canary)) }
    }

    @Test("more entries than the bound are an error")
    func many() throws {
        let entry = "  - { everything: true, reason: a }\n"
        let error = try #require(throws: ConfigurationError.self) {
            try PauseScene.entries("pauses:\n" + String(repeating: entry, count: 2))
        }
        #expect(error.key == "pauses[1].everything" && error.line == 3)
        var configuration = try PauseScene.configuration()
        configuration.sources = (0...PauseList.maximumEntries).map {
            SourcePolicy(source: "/s\($0)", tenants: [PauseScene.tenant], mailboxes: [.any])
        }
        let list = PauseList(file: "p", scopes: PauseScopes(configuration))
        let all = configuration.sources.map { "  - { source: \($0.source), reason: a }\n" }
        #expect(try list.entries(in: "pauses:\n" + all.dropLast().joined()).count == PauseList.maximumEntries)
        #expect(throws: ConfigurationError.self) { try list.entries(in: "pauses:\n" + all.joined()) }
    }
}
