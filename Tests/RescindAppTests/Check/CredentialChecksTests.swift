import CommandContract
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("How long a tenant's credential is good")
struct CredentialChecksTests {
    private static let now = Timestamp(milliseconds: 1_800_000_000_000)
    private let checks = CredentialChecks(key: "tenants[2]", now: CredentialChecksTests.now)

    @Test(
        "an end that is near is a warning, one that is past a failure, one that nobody told is not verified",
        arguments: [CredentialKind.certificate, .clientSecret],
        [
            (Duration.seconds(-1), CheckState.failed), (.zero, .failed), (.seconds(29 * 86_400), .warning),
            (.seconds(30 * 86_400), .ok), (.seconds(900 * 86_400), .ok),
        ])
    func ends(kind: CredentialKind, row: (left: Duration, state: CheckState)) {
        let result = checks.result(kind, end: Self.now + row.left)
        #expect(result.check == "tenants[2] credential")
        #expect(result.state == row.state)
        #expect(result.remedy.isEmpty == (row.state == .ok))
        #expect(result.found.contains((Self.now + row.left).rfc3339.prefix(10)))
    }

    @Test(
        "what has no end of its own needs none, and an unreadable certificate is a failure",
        arguments: [
            (CredentialKind.clientSecret, CheckState.notVerified), (.certificate, .failed), (.federatedToken, .ok),
            (.managedIdentity, .ok), (.refreshToken, .ok),
        ])
    func unknown(kind: CredentialKind, state: CheckState) {
        #expect(checks.result(kind, end: nil).state == state)
    }
}
