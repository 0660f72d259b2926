import FoundationEssentials
import Testing

@testable import GraphSimulator

struct SimulatorScenarioTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private static let whole = """
        # Comments, quotes and both styles of YAML.
        tenants:
          - id: 20000000-0000-4000-8000-000000000001
            cloud: usGovL4
            domains: [foxtrot.example]
            applications:
              - clientID: d0000000-0000-4000-8000-000000000001
                secret: "0123"
                roles: [Calendars.ReadWrite]
                accounts:
                  - {user: zoe@foxtrot.example, scopes: [Calendars.ReadWrite], refreshToken: zoe-1}
        mailboxes:
          - {tenant: foxtrot.example, id: A0000000-0000-4000-8000-00000000000A, userPrincipalName: zoe@foxtrot.example}
          - {tenant: foxtrot.example, id: a0000000-0000-4000-8000-00000000000b, userPrincipalName: yan@foxtrot.example}
        calendars:
          - {tenant: foxtrot.example, mailbox: zoe@foxtrot.example, name: Extra, id: extra-calendar, groupID: extra-group}
        groups:
          - tenant: foxtrot.example
            id: b0000000-0000-4000-8000-00000000000a
            address: crew@foxtrot.example
            members: [zoe@foxtrot.example]
        shares:
          - {tenant: foxtrot.example, owner: zoe@foxtrot.example, delegate: yan@foxtrot.example}
        meetings:
          - tenant: foxtrot.example
            organizer: zoe@foxtrot.example
            attendees: [yan@foxtrot.example, out@side.example]
            start: 2030-01-01T09:00:00Z
            occurrences: 3
            calendar: extra-calendar
            stem: Fox_weekly-
        faults:
          - {operation: cancel, effect: errorMix, rate: 0.25, times: null}
          - {event: AAMkFox_weekly-AAA=, visibilityLagMilliseconds: 5000}
        """

    @Test func everythingInItIsAdded() throws {
        let scenario = try SimulatorScenario(yaml: Self.whole)
        var world = try LabWorld.world(now: now)
        try scenario.apply(to: &world, now: now)
        let tenant = try #require(world.tenant(named: "foxtrot.example"))
        #expect(tenant.cloud == .usGovL4)
        #expect(tenant.applications.first?.secrets.first?.value == "0123")
        let zoe = try #require(world.mailbox(tenant: tenant.id, named: "ZOE@foxtrot.example"))
        #expect(zoe.delegates == ["a0000000-0000-4000-8000-00000000000b"])
        let crew = try #require(world.mailbox(tenant: tenant.id, named: "b0000000-0000-4000-8000-00000000000a"))
        #expect(crew.members == [zoe.objectID])
        #expect(world.eventState("AAMkFox_weekly-O3AAA=") == .scheduled)
        #expect(world.eventState("AAMkFox_weekly-A1AAA=") == .scheduled)
        let start = try #require(world.eventNumbers["AAMkFox_weekly-AAA="].map { world.events[$0].start })
        #expect(GraphTime.timestamp(start) == "2030-01-01T09:00:00Z")
        #expect(
            scenario.faults == [
                FaultRule(operation: .cancel, times: nil, rate: 0.25, effect: .errorMix),
                FaultRule(event: "AAMkFox_weekly-AAA=", visibilityLag: .seconds(5)),
            ]
        )
    }

    @Test func credentialsCanBeGivenToTheLabsApplications() throws {
        let certificate = try LabCredentials.current.get()
        let cluster = try LabCredentials.cluster.get()
        func block(_ pem: String) -> String {
            pem.split(separator: "\n").map { "\n          \($0)" }.joined()
        }
        let yaml = """
            issuers:
              - issuer: https://cluster.lab.example
                keys:
                  - |\(block(cluster.keyPEM))
            tenants:
              - id: 20000000-0000-4000-8000-000000000001
                domains: [foxtrot.example]
                knownToGlobalAuthority: true
                applications:
                  - {clientID: d0000000-0000-4000-8000-000000000001, managedIdentity: system}
                  - {clientID: d0000000-0000-4000-8000-000000000002, managedIdentity: /subscriptions/x, tokenLifetime: 60}
            applications:
              - tenant: aurora.example
                clientID: c0000000-0000-4000-8000-000000000001
                secret: null
                certificates:
                  - |\(block(certificate.certificatePEM))
                federatedCredentials: [{issuer: i, subject: s, audience: a}]
                refreshIn: 30
                exchange: {roles: [Calendars.ReadWrite], mailboxes: [ada@aurora.example]}
            """
        var world = try LabWorld.world(now: now)
        try SimulatorScenario(yaml: yaml).apply(to: &world, now: now)
        let lab = try #require(world.application(tenant: LabWorld.global.id, clientID: LabWorld.global.clientID))
        #expect(lab.secrets.isEmpty)
        #expect(lab.certificates.map(\.thumbprint) == [certificate.registered.thumbprint])
        #expect(lab.federatedCredentials == [.init(issuer: "i", subject: "s", audience: "a")])
        #expect(lab.refreshIn == 30)
        #expect(lab.exchange.mailboxes == ["ada@aurora.example"])
        // What is not named stays.
        #expect(lab.roles == LabWorld.global.roles)
        #expect(lab.allowsPublicFlows)
        #expect(world.federatedKeys["https://cluster.lab.example"]?.count == 1)
        let tenant = try #require(world.tenant(named: "foxtrot.example"))
        #expect(tenant.isKnownToGlobalAuthority)
        #expect(tenant.applications.map(\.managedIdentity?.name) == ["system", "/subscriptions/x"])
        #expect(tenant.applications.map(\.tokenLifetime) == [86_399, 60])
    }

    @Test(arguments: ["", "# nothing\n", "faults: []", "faults:"])
    func anEmptyScenarioAddsNothing(yaml: String) throws {
        #expect(try SimulatorScenario(yaml: yaml).faults.isEmpty)
    }

    @Test(arguments: [
        ("fault: []", "fault: unknown"),
        ("faults: {}", "faults: must be a list"),
        ("faults: [1]", "faults[0]: must be an object"),
        ("faults: [{efect: delay}]", "faults[0].efect: unknown"),
        ("faults: [{}, {rate: 1.5}]", "faults[1].rate: must be a number from 0.0 to 1.0"),
        ("faults: [{effect: answer, status: '429'}]", "faults[0].status: must be an integer"),
        ("faults: [{effect: resetAfterBytes}]", "faults[0].bytes: is required"),
        ("faults: [{effect: explode}]", "faults[0].effect: must be one of"),
        ("faults: []\nfaults: []", "not YAML"),
        ("faults: [", "not YAML"),
        ("- 1", "the document must be a mapping"),
    ])
    func aMistakeIsNamedWithItsPlace(yaml: String, message: String) {
        let error = #expect(throws: ScenarioError.self) { try SimulatorScenario(yaml: yaml) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        ("mailboxes: [{tenant: x, id: a}]", "mailboxes[0].userPrincipalName: is required"),
        ("meetings: [{tenant: nowhere.example, organizer: a}]", "meetings[0]: there is no tenant 'nowhere.example'"),
        ("meetings: [{tenant: aurora.example, organizer: zed}]", "meetings[0]: the tenant has no mailbox 'zed'"),
        ("meetings: [{tenant: aurora.example, organizer: zed, stem: a/b}]", "meetings[0].stem: must be"),
        ("tenants: [{id: 1, cloud: mars}]", "tenants[0].id: must be a string"),
        ("tenants: [{id: a, cloud: mars}]", "tenants[0].cloud: must be one of"),
        ("tenants: [{id: a, domains: [aurora.example]}]", "tenants[0]: 'aurora.example' is already in use"),
        ("tenants: [{id: a, applications: [{secret: s}]}]", "tenants[0].applications[0].clientID: is required"),
        ("issuers: [{issuer: i, keys: [nonsense]}]", "issuers[0]: the key is not an RSA public key in PEM"),
        ("applications: [{tenant: aurora.example, clientID: x}]", "applications[0]: the tenant has no application 'x'"),
        (
            "mailboxes: [{tenant: aurora.example, id: a, userPrincipalName: ada@aurora.example}]",
            "mailboxes[0]: 'ada@aurora.example' is already in use"
        ),
    ])
    func whatTheWorldRefusesIsNamedToo(yaml: String, message: String) throws {
        let scenario = try SimulatorScenario(yaml: yaml)
        var world = try LabWorld.world(now: now)
        let error = #expect(throws: ScenarioError.self) { try scenario.apply(to: &world, now: now) }
        #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
}
