import CommandContract
import Testing

@Suite("Reading a cancel command")
struct CancelCommandTests {
    private let sample = SampleCommand()

    private func read(_ name: String, _ json: String?) throws -> CancelCommand {
        try #require(sample.settingData(name, to: json).decodeStructured().command)
    }

    private func verdict(_ name: String, _ json: String?) -> Verdict {
        sample.settingData(name, to: json).decodeStructured().verdict
    }

    @Test("the shortest command gets the careful defaults")
    func defaults() throws {
        let command = try #require(sample.decodeStructured().command)
        #expect(command.tenant == SampleCommand.tenant)
        #expect(command.target == .user("ada@contoso.example"))
        #expect(command.eventID == SampleCommand.eventID)
        #expect(command.calendar == .none)
        #expect(command.extent == .event)
        #expect(!command.allowStarted)
        #expect(!command.dryRun)
        #expect(command.cloud == nil)
        #expect(command.delegate == nil)
        #expect(command.comment == nil)
        #expect(command.notAfter == nil && command.notBefore == nil)
        #expect(command.expectedStart == nil)
    }

    @Test("every field arrives where it belongs")
    func everyField() throws {
        let full = sample.settingData("cloud", to: #""usGovL4""#).settingData("as", to: #""rooms""#)
            .settingData("calendar", to: #"{"groupId":"G-1","id":"C_1="}"#).settingData("extent", to: #""series""#)
            .settingData("comment", to: #""Closed.\nSorry.""#).settingData("notBefore", to: #""2026-11-22T08:00:00Z""#)
            .settingData("notAfter", to: #""2026-11-22T09:30:00Z""#)
            .settingData("allowStarted", to: "true").settingData("expectedStart", to: #""2026-11-23T10:00:00+01:00""#)
            .settingData("dryRun", to: "true")
        let command = try #require(full.decodeStructured().command)
        #expect(command.cloud == "usGovL4")
        #expect(command.delegate == "rooms")
        #expect(command.calendar == .calendarInGroup(groupID: "G-1", id: "C_1="))
        #expect(command.extent == .series)
        #expect(command.comment == "Closed.\nSorry.")
        #expect(command.notBefore?.rfc3339 == "2026-11-22T08:00:00.000Z")
        #expect(command.notAfter?.rfc3339 == "2026-11-22T09:30:00.000Z")
        #expect(command.expectedStart?.rfc3339 == "2026-11-23T09:00:00.000Z")
        #expect(command.allowStarted)
        #expect(command.dryRun)
    }

    @Test("tenant, user and group are compared in lower case; ids and account names keep their letters")
    func letterCase() throws {
        #expect(try read("tenant", #""Contoso.Example""#).tenant == "contoso.example")
        #expect(try read("target", #"{"user":"Ada@Contoso.Example"}"#).target == .user("ada@contoso.example"))
        let group = #"{"group":"8F5C0D3E-1B2A-4C5D-9E8F-0A1B2C3D4E5F"}"#
        #expect(try read("target", group).target == .group(SampleCommand.tenant))
        #expect(try read("target", #"{"me":"Rooms"}"#).target == .me(account: "Rooms"))
        #expect(try read("event", #"{"id":"AbC"}"#).eventID == "AbC")
    }

    @Test("a required field that is missing is named", arguments: ["tenant", "target", "event"])
    func missing(name: String) throws {
        #expect(verdict(name, nil) == .invalid("data." + name))
        let rule = try #require(sample.settingData(name, to: nil).decodeStructured().rule)
        #expect(rule.contains("is required"))
    }

    @Test("a target is exactly one of user, group and me")
    func target() {
        for json in [
            "{}", #"{"user":"a@b.c","group":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"}"#, #"{"user":"a@b.c","me":"x"}"#,
            #"{"user":"a@b.c","group":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f","me":"x"}"#,
        ] {
            #expect(verdict("target", json) == .invalid("data.target"))
        }
        for json in ["null", "[]", "\"ada@contoso.example\"", "1"] {
            #expect(verdict("target", json) == .invalid("data.target"))
        }
        #expect(verdict("target", #"{"user":null}"#) == .invalid("data.target.user"))
        #expect(verdict("target", #"{"User":"a@b.c"}"#) == .invalid("data.target.User"))
        #expect(verdict("target", #"{"user":"a@b.c","host":"x"}"#) == .invalid("data.target.host"))
    }

    @Test("notBefore must be before notAfter, where both are said")
    func period() {
        let early = #""2026-11-22T09:30:00Z""#
        let bounded = sample.settingData("notAfter", to: early)
        #expect(bounded.settingData("notBefore", to: #""2026-11-22T09:29:59Z""#).decodeStructured().verdict == .command)
        for late in [early, #""2026-11-22T09:30:01Z""#] {
            #expect(bounded.settingData("notBefore", to: late).decodeStructured().verdict == .invalid("data.notBefore"))
        }
    }

    @Test("as stands beside user and group, and not beside me, which names the account itself")
    func delegate() throws {
        let named = sample.settingData("as", to: #""rooms""#)
        for target in [#"{"user":"a@b.c"}"#, #"{"group":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"}"#] {
            #expect(named.settingData("target", to: target).decodeStructured().verdict == .command)
        }
        #expect(named.settingData("target", to: #"{"me":"rooms"}"#).decodeStructured().verdict == .invalid("data.as"))
    }

    @Test("a calendar is default, an id, or an id in a group")
    func calendar() throws {
        #expect(try read("calendar", #""default""#).calendar == .defaultCalendar)
        #expect(try read("calendar", #"{"id":"C"}"#).calendar == .calendar(id: "C"))
        #expect(try read("calendar", #"{"id":"C","groupId":"G"}"#).calendar == .calendarInGroup(groupID: "G", id: "C"))
        for json in ["\"Default\"", "\"\"", "\"C\"", "null", "true", "1", "[]"] {
            #expect(verdict("calendar", json) == .invalid("data.calendar"), "\(json)")
        }
        #expect(verdict("calendar", "{}") == .invalid("data.calendar.id"))
        #expect(verdict("calendar", #"{"groupId":"G"}"#) == .invalid("data.calendar.id"))
        #expect(verdict("calendar", #"{"id":"C","name":"x"}"#) == .invalid("data.calendar.name"))
    }

    @Test("an event is named by its id alone")
    func event() {
        for json in ["null", "\"AAMk\"", "[]", "7"] { #expect(verdict("event", json) == .invalid("data.event")) }
        #expect(verdict("event", "{}") == .invalid("data.event.id"))
        #expect(verdict("event", #"{"id":null}"#) == .invalid("data.event.id"))
        #expect(verdict("event", #"{"id":"A","iCalUId":"B"}"#) == .invalid("data.event.iCalUId"))
        #expect(verdict("event", #"{"iCalUId":"B"}"#) == .invalid("data.event.id"))
    }

    @Test(
        "an unknown field of data is refused, a misspelt guard most of all",
        arguments: [
            "expectedstart", "ExpectedStart", "dry_run", "host", "callback", "redirect", "notbefore", "id", "Comment",
            "primary",
        ])
    func unknown(name: String) throws {
        for json in ["null", "true", #""x""#, "{}"] {
            #expect(verdict(name, json) == .invalid("data." + name))
        }
        let rule = try #require(sample.settingData(name, to: "1").decodeStructured().rule)
        #expect(rule.contains("is not a field of this command"))
    }

    @Test("an unknown field's name reaches the message shortened and without anything that acts on a terminal or a log")
    func unknownNamesAreShownSafely() {
        #expect(verdict("a\\u001b[2Jb\\nc d", "1") == .invalid("data.a??2Jb?c?d"))
        #expect(verdict("caf\u{E9}\u{1F600}", "1") == .invalid("data.caf??"))
        #expect(
            verdict(String(repeating: "x", count: 41), "1")
                == .invalid("data." + String(repeating: "x", count: 40) + "…"))
        #expect(
            verdict(String(repeating: "x", count: 40), "1") == .invalid("data." + String(repeating: "x", count: 40)))
        #expect(verdict("a-b_c.d9", "1") == .invalid("data.a-b_c.d9"))
    }

    @Test("the first broken field is the one that is named")
    func order() {
        let broken = sample.settingData("tenant", to: "1").settingData("event", to: "1").settingData("zzz", to: "1")
        #expect(broken.decodeStructured().verdict == .invalid("data.tenant"))
    }
}
