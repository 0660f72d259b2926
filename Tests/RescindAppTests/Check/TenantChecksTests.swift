import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("What a tenant's authority says of it")
struct TenantChecksTests {
    private func checks(_ cloud: String = "usGovL5", _ check: PermissionCheck = .advisory) -> TenantChecks {
        TenantChecks(
            key: "tenants[3]",
            profile: TenantProfile(id: LabWorld.usGovL5.id, domains: [], cloud: cloud, permissionCheck: check),
            cloud: NationalCloud.named(cloud) ?? .global, clouds: []
        )
    }

    @Test("L4 and L5 share an authority and are told apart all the same")
    func cloud() {
        let l5 = TenantMetadata(cloudInstanceName: "microsoftonline.us", regionSubScope: "DOD")
        #expect(checks().cloud(.success(l5)).state == .ok)
        let wrong = checks("usGovL4").cloud(.success(l5))
        #expect(wrong.state == .failed)
        #expect(wrong.found == "usGovL5 (microsoftonline.us, DOD)")
        #expect(wrong.remedy == "set cloud: usGovL5")
    }

    @Test("values that prove no cloud, and no answer, are not verified; an unknown tenant is a failure")
    func unproved() {
        let odd = TenantMetadata(cloudInstanceName: "microsoftonline.us", regionSubScope: nil)
        #expect(checks().cloud(.success(odd)).state == .notVerified)
        #expect(checks().cloud(.failure(.unanswered("timeout"))).state == .notVerified)
        #expect(checks().cloud(.failure(.tenantUnknown)).state == .failed)
    }

    @Test(
        "the permission is judged as the worker judges it",
        arguments: [
            ("Calendars.ReadWrite", PermissionCheck.strict, CheckState.ok), ("Calendars.Read", .advisory, .failed),
            ("Calendars.ReadWrite.Shared", .advisory, .failed), (nil, .advisory, .notVerified), (nil, .strict, .failed),
        ] as [(String?, PermissionCheck, CheckState)]
    )
    func permission(role: String?, check: PermissionCheck, state: CheckState) {
        let roles = Set([role].compactMap(\.self))
        let result = checks("global", check).permission(TokenGrant(roles: roles, scopes: []))
        #expect(result.state == state)
        #expect(result.remedy.isEmpty == (state == .ok))
    }

    @Test(
        "why there is no token decides what to do",
        arguments: [
            (
                TokenError(
                    kind: .refused, verdict: .permanent, status: 401, oauthError: "invalid_client", aadsts: [7_000_215]),
                CheckState.failed, "the secret is wrong"
            ),
            (
                TokenError(kind: .refused, verdict: .permanent, status: 401, oauthError: "invalid_client", aadsts: [1]),
                .failed, "make a new secret"
            ),
            (TokenError(kind: .refused, verdict: .permanent, status: 400, oauthError: "odd"), .failed, "Entra's list"),
            (
                TokenError(
                    kind: .refused, verdict: .retriable, status: 401, oauthError: "invalid_client", aadsts: [700_024]),
                .failed, "set this machine's clock"
            ),
            (
                TokenError(
                    kind: .refused, verdict: .retriable, status: 400, oauthError: "invalid_request", aadsts: [90055]),
                .notVerified, "Entra throttles"
            ),
            (
                TokenError(kind: .credentialUnusable, verdict: .permanent, detail: "certificateExpired"),
                .failed, "make a new certificate"
            ),
            (
                TokenError(kind: .connectFailed, verdict: .retriable, detail: "managedIdentityUnreachable"),
                .failed, "where Azure gives out managed identities"
            ),
            (TokenError(kind: .connectFailed, verdict: .retriable), .failed, "firewall"),
            (TokenError(kind: .redirected, verdict: .permanent, status: 302), .failed, "proxy"),
            (TokenError(kind: .secretUnreadable, verdict: .retriable), .failed, "clientSecretFile"),
            (TokenError(kind: .throttled, verdict: .retriable, status: 429), .notVerified, "in a minute"),
            (TokenError(kind: .serverError, verdict: .retriable, status: 503), .notVerified, "in a minute"),
        ] as [(TokenError, CheckState, String)]
    )
    func token(error: TokenError, state: CheckState, remedy: String) throws {
        let results = checks().token(.failure(error))
        #expect(results.map(\.check) == ["tenants[3] token", "tenants[3] permission"])
        #expect(results.map(\.state) == [state, .notVerified])
        #expect(try #require(results.first).remedy.contains(remedy))
    }

    @Test("what is found names the code, Entra's error and number")
    func found() {
        let error = TokenError(
            kind: .refused, verdict: .permanent, status: 401, oauthError: "invalid_client", aadsts: [7_000_215])
        #expect(TokenAdvice(error, of: .clientSecret).found == "refused: invalid_client, AADSTS7000215, status 401")
        #expect(TokenAdvice(TokenError(kind: .timeout, verdict: .retriable), of: .certificate).found == "timeout")
    }
}
