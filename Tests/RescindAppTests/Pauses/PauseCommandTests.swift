import ArgumentParser
import CommandContract
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("rescind pause and resume, what they take and print")
struct PauseCommandTests {
    @Test(
        "exactly one thing is paused, for a reason",
        arguments: [
            [], ["--reason", "a"], ["--everything"], ["--everything", "--source", "/a", "--reason", "a"],
            ["--source", "/a", "--tenant", "b", "--reason", "a"], ["--everything", "--reason", ""],
            ["--everything", "--reason", "a\nb"], ["--everything", "--reason", String(repeating: "x", count: 201)],
            ["--list", "--everything"], ["--list", "--reason", "a"],
        ]
    )
    func wrongPause(words: [String]) {
        #expect(throws: (any Error).self) { try PauseCommand.parse(["--config", "c.yaml"] + words) }
    }

    @Test(
        "exactly one thing, or all, is resumed",
        arguments: [[], ["--all", "--everything"], ["--source", "/a", "--all"]])
    func wrongResume(words: [String]) {
        #expect(throws: (any Error).self) { try ResumeCommand.parse(["--config", "c.yaml"] + words) }
    }

    @Test(
        "what is right is taken",
        arguments: [
            ["pause", "--everything", "--reason", "a"], ["pause", "--source", "/a", "--reason", "a"],
            ["pause", "--list"],
            ["resume", "--tenant", "t"], ["resume", "--all"],
        ]
    )
    func right(words: [String]) {
        #expect(throws: Never.self) { try RescindCommand.parseAsRoot(words + ["--config", "c.yaml"]) }
    }

    private let answers = PauseAnswer(file: "/etc/rescind/pauses.yaml", reread: .seconds(2))

    @Test("a pause says what, since when, why, and when workers stop; a resume when they go on, and what stays")
    func texts() {
        let entry = PauseScene.ofSource("why not")
        let paused = answers.paused(KillSwitch.Answer(entries: [entry], isNew: true))
        #expect(
            paused == """
                source /lab/scheduler is paused since 2027-01-15T08:00:00Z: why not
                /etc/rescind/pauses.yaml is written. Workers that read this very file stop within 2s.
                """
        )
        let already = answers.paused(KillSwitch.Answer(entries: [entry], isNew: false))
        #expect(
            already.hasPrefix("source /lab/scheduler is already paused") && already.hasSuffix("Nothing is changed."))
        let resumed = answers.resumed(
            KillSwitch.Answer(entries: [entry], isNew: true, keepsComments: false), left: [PauseScene.everything()])
        #expect(resumed.contains("go on within 4s.") && resumed.contains("comments in it are lost"))
        #expect(resumed.hasSuffix("Still paused: everything."))
        #expect(answers.resumed(KillSwitch.Answer(entries: [], isNew: false), left: []).contains("nothing is changed"))
    }

    @Test("a list moves no cursor")
    func list() {
        #expect(answers.list([]) == "Nothing is paused.")
        let entry = PauseEntry(
            subject: .source("/a\u{1B}[2J"), scope: .source("/a\u{1B}[2J"), reason: "why", since: nil)
        let text = answers.list([entry])
        #expect(!text.contains("\u{1B}") && text.contains("why") && text.contains("source /a"))
    }
}
