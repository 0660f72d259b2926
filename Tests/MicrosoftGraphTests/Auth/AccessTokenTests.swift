import MicrosoftGraph
import Testing

@Suite struct AccessTokenTests {
    @Test("granted scopes lose the Graph root Entra may put before them")
    func grantedScopes() throws {
        let token = AccessToken(
            cloud: .usGovL4,
            value: Secret("t"),
            expiry: .now,
            scope: "https://graph.microsoft.us/Calendars.ReadWrite User.Read https://graph.microsoft.com/Mail.Read"
        )
        #expect(token.grantedScopes == ["Calendars.ReadWrite", "User.Read", "https://graph.microsoft.com/Mail.Read"])
        #expect(AccessToken(cloud: .global, value: Secret("t"), expiry: .now).grantedScopes.isEmpty)
    }
}
