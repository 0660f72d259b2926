import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("What an account's sign-in still gives", .timeLimit(.minutes(1)))
struct AccountChecksTests {
    private let lab = LabWorld.global

    @Test("a sound sign-in, another's, an ended one: each is told, and no file is replaced")
    func signIns() async throws {
        try await TemporaryFolder.with { folder in
            try await Laboratory.with { laboratory in
                var configuration = try laboratory.configuration()
                func account(_ name: String, mailbox: Int, token: String) throws -> RescindConfiguration.Account {
                    try LabAccounts.account(
                        name, lab.id, lab.mailboxes[mailbox].objectID, client: lab.clientID, secret: lab.clientSecret,
                        token: token, in: folder
                    )
                }
                configuration.tenants = configuration.tenants.filter { $0.profile.id == lab.id }
                configuration.accounts = [
                    try account("ada", mailbox: 0, token: lab.refreshToken),
                    try account("bruno", mailbox: 1, token: lab.refreshToken),
                    try account("chen", mailbox: 2, token: "never-issued"),
                ]
                let rows = await NetworkChecks(configuration: configuration, timeout: .seconds(5)).results()
                let results = Dictionary(uniqueKeysWithValues: rows.map { ($0.check, $0) })
                #expect(results["accounts[0] token"]?.state == .ok)
                #expect(results["accounts[0] permission"]?.state == .ok)
                #expect(results["accounts[1] permission"]?.found == "another mailbox's sign-in")
                #expect(results["accounts[2] token"]?.state == .failed)
                #expect(results["accounts[2] token"]?.remedy.hasPrefix("the sign-in has ended") == true)
                #expect(results["accounts[2] permission"]?.state == .notVerified)
                #expect(try configuration.accounts[0].refreshToken.read() == Secret(lab.refreshToken))
            }
        }
    }

    @Test(
        "the permission is judged as for the account's own mailbox",
        arguments: [
            (["Calendars.ReadWrite"], CheckState.ok), (["Calendars.ReadWrite.Shared"], .warning),
            (["Calendars.Read"], .failed), ([], .notVerified),
        ] as [([String], CheckState)]
    )
    func permission(scopes: [String], state: CheckState) {
        let checks = AccountChecks(
            key: "accounts[0]", profile: DelegatedAccount(name: "ada", tenantID: lab.id, mailbox: "ada@aurora.example")
        )
        #expect(checks.permission(TokenGrant(roles: [], scopes: Set(scopes))).state == state)
        let anothers = TokenGrant(roles: [], scopes: Set(scopes), userPrincipalName: "dina@aurora.example")
        #expect(checks.permission(anothers).state == .failed)
    }
}
