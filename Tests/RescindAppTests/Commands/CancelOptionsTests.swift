import ArgumentParser
import CommandContract
import Testing

@testable import RescindApp

@Suite("rescind send: options to event")
struct CancelOptionsTests {
    private static let required = [
        "--source", "/lab/scheduler", "--tenant", "10000000-0000-4000-8000-000000000001", "--user",
        "ada@aurora.example", "--event", "AAMkLab1=",
    ]

    private static func addressed(_ more: [String]) -> [String] {
        Array(required.prefix(4)) + ["--event", "AAMkLab1="] + more
    }

    private func decoded(
        _ more: [String], id: String = "c-1", to required: [String] = required
    ) throws -> RecordDecoder.Decoded {
        let options = try CancelOptions.parse(required + more)
        return RecordDecoder(maximumBytes: 128 * 1024).decode(
            key: nil, value: JSONWriter.write(.object(options.event(id: id))),
            headers: [RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")]
        )
    }

    private func command(
        _ more: [String], id: String = "c-1", to required: [String] = required
    ) throws -> CancelCommand {
        guard case .command(let command) = try decoded(more, id: id, to: required) else {
            throw NotAccepted(options: more)
        }
        return command
    }

    private struct NotAccepted: Error { let options: [String] }

    @Test("the required options alone make a command with all defaults")
    func minimal() throws {
        let command = try command([], id: "my-id")
        #expect(command.envelope.identity.source == "/lab/scheduler")
        #expect(command.envelope.identity.id == "my-id")
        #expect(command.tenant == "10000000-0000-4000-8000-000000000001")
        #expect(command.target == .user("ada@aurora.example"))
        #expect(command.eventID == "AAMkLab1=")
        #expect(command.calendar == .none)
        #expect(command.extent == .event)
        #expect(command.comment == nil && command.notAfter == nil && command.expectedStart == nil)
        #expect(!command.allowStarted && !command.dryRun)
        #expect(command.envelope.correlationID == nil && command.cloud == nil)
    }

    @Test("each option sets its field and only that")
    func eachOption() throws {
        #expect(try command(["--cloud", "usGovL4"]).cloud == "usGovL4")
        #expect(try command(["--correlation-id", "corr 1"]).envelope.correlationID == "corr 1")
        #expect(try command(["--calendar", "default"]).calendar == .defaultCalendar)
        #expect(try command(["--calendar", "AAMk1="]).calendar == .calendar(id: "AAMk1="))
        #expect(
            try command(["--calendar", "AAMk1=", "--calendar-group", "AAMk2="]).calendar
                == .calendarInGroup(groupID: "AAMk2=", id: "AAMk1=")
        )
        #expect(
            try command(["--calendar", "default", "--calendar-group", "AAMk2="]).calendar
                == .calendarInGroup(groupID: "AAMk2=", id: "default")
        )
        #expect(try command(["--extent", "series"]).extent == .series)
        #expect(try command(["--extent", "event"]).extent == .event)
        #expect(try command(["--comment", "all \"hands\"\n漢字"]).comment == "all \"hands\"\n漢字")
        #expect(
            try command(["--not-after", "2026-11-22T09:30:00Z"]).notAfter == Timestamp(rfc3339: "2026-11-22T09:30:00Z")
        )
        #expect(
            try command(["--expected-start", "2026-11-22T09:30:00+02:00"]).expectedStart
                == Timestamp(rfc3339: "2026-11-22T07:30:00Z")
        )
        #expect(try command(["--allow-started"]).allowStarted)
        #expect(try command(["--dry-run"]).dryRun)
    }

    @Test("me, a group and an account to act as")
    func targets() throws {
        let me = try command([], to: Self.addressed(["--me", "ada"]))
        #expect(me.target == .me(account: "ada") && me.delegate == nil)
        let id = "b1000000-0000-4000-8000-000000000001"
        let group = try command([], to: Self.addressed(["--group", id, "--as", "ada"]))
        #expect(group.target == .group(id) && group.delegate == "ada")
        let user = try command(["--as", "dina"])
        #expect(user.target == .user("ada@aurora.example") && user.delegate == "dina")
    }

    @Test(
        "exactly one of user, group and me",
        arguments: [
            [], ["--me", "ada", "--user", "a@b.c"], ["--group", "b1000000-0000-4000-8000-000000000001", "--me", "ada"],
            ["--as", "ada"],
        ]
    )
    func oneTarget(options: [String]) {
        #expect(throws: (any Error).self) { try CancelOptions.parse(Self.addressed(options)) }
    }

    @Test(
        "a wrong value is found by the worker's own reader, which names the field",
        arguments: [
            (["--extent", "all"], "data.extent"), (["--not-after", "2026-02-30T00:00:00Z"], "data.notAfter"),
            (["--expected-start", "tomorrow"], "data.expectedStart"), (["--calendar", "a/b"], "data.calendar.id"),
            (["--calendar", "a", "--calendar-group", ".."], "data.calendar.groupId"),
            (["--comment", "bell\u{7}"], "data.comment"), (["--cloud", ""], "data.cloud"),
            (["--correlation-id", "ü"], "correlationid"), (["--as", "a b"], "data.as"),
        ]
    )
    func wrongValue(options: [String], field: String) throws {
        guard case .refused(_, .fieldInvalid, let fault) = try decoded(options) else {
            throw NotAccepted(options: options)
        }
        #expect(fault.field == field)
    }

    @Test("an id or source that names no command is told as well", arguments: ["", "a\nb"])
    func wrongIdentity(id: String) throws {
        guard case .undecodable(.malformed, let fault) = try decoded([], id: id) else {
            throw NotAccepted(options: [id])
        }
        #expect(fault.field == "id")
    }

    @Test("a calendar group without a calendar is refused at once")
    func groupAlone() {
        #expect(throws: (any Error).self) { try CancelOptions.parse(Self.required + ["--calendar-group", "g"]) }
    }

    @Test("each required option is required", arguments: [0, 2, 4, 6])
    func requiredOptions(index: Int) {
        var options = Self.required
        options.removeSubrange(index..<index + 2)
        #expect(throws: (any Error).self) { try CancelOptions.parse(options) }
    }
}
