import CommandContract
import MeetingCancellation
import Testing

@Suite("What a source may say")
struct SourcePolicyTests {
    struct Rule: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout SourcePolicy) -> Void
        let refused: [(fields: [String], reason: OutcomeReason, detail: String?)]
        let allowed: [[String]]

        var testDescription: String { name }
    }

    private static let rules: [Rule] = [
        Rule(
            name: "switched off", change: { $0.isEnabled = false },
            refused: [([], .sourceDisabled, nil), ([#""dryRun":true"#], .sourceDisabled, nil)], allowed: []
        ),
        Rule(
            name: "no series", change: { $0.allowsSeries = false },
            refused: [([#""extent":"series""#], .sourceNotAllowed, "data.extent, allow.series")],
            allowed: [[], [#""extent":"event""#], [#""allowStarted":true"#]]
        ),
        Rule(
            name: "no started meetings", change: { $0.allowsStarted = false },
            refused: [([#""allowStarted":true"#], .sourceNotAllowed, "data.allowStarted, allow.started")],
            allowed: [[], [#""allowStarted":false"#], [#""extent":"series""#]]
        ),
        Rule(
            name: "dry runs only", change: { $0.isDryRunOnly = true },
            refused: [([], .dryRunOnly, "data.dryRun"), ([#""dryRun":false"#], .dryRunOnly, "data.dryRun")],
            allowed: [[#""dryRun":true"#]]
        ),
        Rule(
            name: "with a comment", change: { $0.needsComment = true },
            refused: [
                ([], .commentRequired, "data.comment"), ([#""comment":"""#], .commentRequired, "data.comment"),
                ([#""comment":" \n\t\u3000""#], .commentRequired, "data.comment"),
            ],
            allowed: [[#""comment":"x""#]]
        ),
        Rule(
            name: "with a short comment", change: { $0.commentCharacters = 2 },
            refused: [([#""comment":"abc""#], .commentTooLong, "data.comment")],
            allowed: [[], [#""comment":"äö""#], [#""comment":"""#]]
        ),
        Rule(
            name: "with no comment at all", change: { $0.commentCharacters = 0 },
            refused: [([#""comment":"a""#], .commentTooLong, "data.comment")], allowed: [[], [#""comment":"""#]]
        ),
        Rule(
            name: "longer than the worker allows", change: { $0.commentCharacters = 1000 },
            refused: [([#""comment":"longer than twenty characters""#], .commentTooLong, "data.comment")],
            allowed: [[#""comment":"twenty characters ok""#]]
        ),
    ]

    @Test("each rule refuses what breaks it and nothing else", arguments: rules)
    func rule(_ rule: Rule) throws {
        let policy = Sample.policy(change: rule.change)
        for (fields, reason, detail) in rule.refused {
            let refusal = try AuthorizationPolicyTests.refusal(policy, Sample.command(fields: fields))
            #expect(refusal == Refusal(reason, detail: detail))
        }
        for fields in rule.allowed {
            #expect(try AuthorizationPolicyTests.refusal(policy, Sample.command(fields: fields)) == nil)
        }
    }

    @Test("what is not said is denied: neither series nor started meetings")
    func defaults() {
        let policy = SourcePolicy(source: "/a", tenants: [], mailboxes: [])
        #expect(policy.isEnabled && policy.paths == PathForm.all && policy.allowsAppointments)
        #expect(!policy.allowsSeries && !policy.allowsStarted && !policy.mustSign && !policy.isDryRunOnly)
        #expect(!policy.needsComment && policy.commentCharacters == nil && policy.caps == RateCaps())
    }

    private static let target: [String: String] = [
        "me": #"{"me":"robot"}"#, "users": #"{"user":"ada@contoso.example"}"#,
        "groups": #"{"group":"8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f"}"#,
    ]
    private static let calendar: [String: String?] = [
        "events": nil, "calendar": #""calendar":"default""#, "calendars": #""calendar":{"id":"c"}"#,
        "calendarGroups": #""calendar":{"groupId":"g","id":"c"}"#,
    ]

    @Test("a source with one path has that one and no other", arguments: PathForm.allCases)
    func paths(allowed: PathForm) throws {
        let policy = Sample.policy(accounts: [Sample.account]) { $0.paths = [allowed] }
        for form in PathForm.allCases {
            let parts = form.rawValue.split(separator: "/").map(String.init)
            let fields = [Self.calendar[parts[1]] ?? nil, parts[0] == "groups" ? #""as":"robot""# : nil]
            let command = try Sample.command(
                target: #require(Self.target[parts[0]]), fields: fields.compactMap(\.self))
            let refusal = AuthorizationPolicyTests.refusal(policy, command)
            #expect(refusal == (form == allowed ? nil : Refusal(.pathNotAllowed, detail: "allow.paths")), "\(form)")
        }
    }

    @Test("a source that is switched off takes nothing back either")
    func withdraw() throws {
        let text =
            #"{"specversion":"1.0","id":"w","type":"meeting.command.withdraw.v1","source":"/scheduling/rooms","data":"#
            + #"{"id":"cmd-1","tenant":"contoso.example","target":{"user":"ada@contoso.example"}}}"#
        let decoded = RecordDecoder(maximumBytes: 65_536).decode(
            key: nil, value: Array(text.utf8), headers: [RecordHeader("content-type", "application/cloudevents+json")])
        guard case .withdraw(let command) = decoded else { throw Sample.NotACommand(text: text) }
        #expect(throws: Refusal(.sourceDisabled)) {
            try Sample.policy(change: { $0.isEnabled = false }).authorize(command)
        }
        // Dry runs, comments and paths are its command's matter.
        _ = try Sample.policy(change: {
            $0.isDryRunOnly = true
            $0.needsComment = true
            $0.paths = [.meEvents]
        })
        .authorize(command)
    }

    @Test("a source that may do anything is still not believed without its signature where it must sign")
    func unsigned() {
        let policy = Sample.policy { $0.mustSign = true }
        func doubt(_ policy: AuthorizationPolicy, _ source: String) -> Refusal? {
            policy.doubt(about: source, headers: [], value: [], recorded: Sample.now)
        }
        #expect(doubt(policy, Sample.source) == Refusal(.signatureInvalid, detail: "no signature"))
        #expect(doubt(Sample.policy(), Sample.source) == nil)
        // Unknown, it is told so by the policy.
        #expect(doubt(policy, "/unknown") == nil)
    }
}
