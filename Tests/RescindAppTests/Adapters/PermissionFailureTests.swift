import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite struct PermissionFailureTests {
    private static func refused(_ oauthError: String, _ aadsts: Int...) -> TokenError {
        TokenError(kind: .refused, verdict: .permanent, status: 400, oauthError: oauthError, aadsts: aadsts)
    }

    @Test(
        "why there is no token decides what the command's outcome says",
        arguments: [
            (refused("invalid_request", 90002), .cloudMismatch(code: "AADSTS90002")),
            (refused("invalid_request", 900_382), .cloudMismatch(code: "AADSTS900382")),
            (refused("invalid_request", 90038), .cloudMismatch(code: "AADSTS90038")),
            (refused("unauthorized_client", 700_016), .cloudMismatch(code: "AADSTS700016")),
            (refused("invalid_scope", 1_002_012), .cloudMismatch(code: "AADSTS1002012")),
            (refused("invalid_grant", 65001), .consentMissing(code: "AADSTS65001")),
            (refused("consent_required"), .consentMissing(code: "consent_required")),
            (refused("invalid_client", 7_000_222), .credentialInvalid(code: "AADSTS7000222")),
            (refused("invalid_grant", 50076), .credentialInvalid(code: "AADSTS50076")),
            (refused("unauthorized_client"), .credentialInvalid(code: "unauthorized_client")),
            (
                TokenError(kind: .credentialUnusable, verdict: .permanent, detail: "certificateExpired"),
                .credentialInvalid(code: "certificateExpired")
            ),
            (TokenError(kind: .redirected, verdict: .permanent, status: 302), .credentialInvalid(code: "redirected")),
            (
                TokenError(kind: .credentialUnusable, verdict: .retriable, detail: "keyMismatch"),
                .unavailable(retryAfter: nil)
            ),
            (
                TokenError(kind: .throttled, verdict: .retriable, status: 429, retryAfter: .seconds(3)),
                .unavailable(retryAfter: .seconds(3))
            ),
        ] as [(TokenError, PermissionFailure)]
    )
    func failures(error: TokenError, failure: PermissionFailure) {
        #expect(PermissionFailure(error) == failure)
    }
}
