import ArgumentParser
import CommandContract
import Testing

@testable import RescindApp

@Suite("rescind dead-letters: options")
struct LetterOptionsTests {
    private let now = Timestamp(milliseconds: 1_800_000_000_000)

    @Test("times are RFC 3339 or so long ago")
    func times() throws {
        let options = try LetterOptions.parse(["--since", "24h", "--until", "2027-01-15T08:00:00Z"])
        let selection = options.selection(now: now)
        #expect(selection.since == now + .seconds(-86_400))
        #expect(selection.until == Timestamp(rfc3339: "2027-01-15T08:00:00Z"))
        #expect(!options.areAll)
        #expect(try LetterOptions.parse([]).areAll)
    }

    @Test(
        "wrong values are told",
        arguments: [
            ["--since", "yesterday"], ["--until", "2027-02-30T08:00:00Z"], ["--group", "xyz"], ["--group", "ABCDEF01"],
            ["--limit", "0"],
        ]
    )
    func wrong(arguments: [String]) {
        #expect(throws: (any Error).self) { try LetterOptions.parse(arguments) }
    }

    @Test("nothing is sent or discarded without saying which letters")
    func confirmAll() throws {
        for command in ["replay", "discard"] {
            let words = [command, "--config", "c.yaml", "--confirm"]
            #expect(throws: (any Error).self) { try DeadLettersCommand.parseAsRoot(words) }
            #expect(throws: Never.self) { try DeadLettersCommand.parseAsRoot(words + ["--limit", "3"]) }
        }
    }

    @Test("a position is two numbers", arguments: ["3", "3:", "3:x", "-1:4", "1:-4", "1:2:3"])
    func position(text: String) {
        #expect(throws: (any Error).self) { try DeadLettersCommand.parseAsRoot(["show", "--config", "c", "--", text]) }
    }
}
