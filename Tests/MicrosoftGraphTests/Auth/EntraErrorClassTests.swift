import Testing

@testable import MicrosoftGraph

@Suite struct EntraErrorClassTests {
    @Test("no number has two meanings, and every class but the fallbacks has a number")
    func table() {
        let numbers = EntraErrorClass.numbers.flatMap(\.numbers)
        #expect(Set(numbers).count == numbers.count)
        let fallbacks: Set<EntraErrorClass> = [.clientNotAuthorized, .credentialRefused, .unknown]
        #expect(Set(EntraErrorClass.numbers.map(\.class)) == Set(EntraErrorClass.allCases).subtracting(fallbacks))
    }

    /// Written from Entra's page apart from the product's table: what is retriable, and what is the cloud's fault.
    @Test(
        "numbers that heal by themselves",
        arguments: [
            50033, 50087, 50196, 70012, 80005, 90006, 90012, 90024, 90033, 90055, 90090, 700_024,
        ]
    )
    func retriable(number: Int) {
        let refusal = EntraErrorClass(oauthError: "invalid_request", aadsts: [number])
        #expect(refusal.verdict == .retriable)
        #expect(!refusal.isCloudMismatch)
    }

    @Test(
        "numbers that name the wrong tenant or cloud",
        arguments: [90002, 90038, 90043, 90051, 700_016, 900_382, 900_432, 1_002_012, 1_000_104]
    )
    func cloudMismatch(number: Int) {
        let refusal = EntraErrorClass(oauthError: "invalid_request", aadsts: [number])
        #expect(refusal.isCloudMismatch && refusal.verdict == .permanent)
        #expect(refusal.remedy.contains("cloud"))
    }

    @Test(
        "numbers that need somebody",
        arguments: [
            (65001, .consentMissing), (90094, .consentMissing), (650_056, .consentMissing), (700_082, .signInEnded),
            (50173, .signInEnded), (70008, .signInEnded), (50076, .interactionRequired), (50158, .interactionRequired),
            (53003, .conditionalAccess), (530_032, .conditionalAccess), (50057, .userUnusable), (50105, .userUnusable),
            (7_000_215, .secretWrong), (7_000_222, .secretExpired), (7_000_218, .credentialMissing),
            (700_025, .publicClient), (700_027, .certificateRefused), (50012, .certificateRefused),
            (70021, .federatedRecordMissing), (700_211, .federatedRecordMissing), (700_212, .federatedRecordMissing),
            (700_213, .federatedRecordMissing), (700_229, .federatedTokenRefused), (500_133, .assertionRefused),
            (500_011, .resourceRefused), (70001, .applicationDisabled), (7_000_114, .flowNotAllowed),
        ] as [(Int, EntraErrorClass)]
    )
    func permanent(number: Int, expected: EntraErrorClass) {
        let refusal = EntraErrorClass(oauthError: "invalid_grant", aadsts: [number])
        #expect(refusal == expected && refusal.verdict == .permanent && !refusal.isCloudMismatch)
    }

    @Test(
        "an unknown number falls back to the OAuth error, and a passing error comes before any number",
        arguments: [
            ("invalid_client", [1], .credentialRefused), ("invalid_client", [700_023], .credentialRefused),
            ("invalid_scope", [700_023], .resourceRefused), ("invalid_grant", [], .signInEnded),
            ("interaction_required", [], .interactionRequired), ("consent_required", [], .consentMissing),
            ("unauthorized_client", [], .clientNotAuthorized), ("invalid_request", [], .requestRefused),
            ("invalid_resource", [], .resourceRefused), ("unsupported_grant_type", [], .flowNotAllowed),
            ("login_required", [], .signInEnded), ("odd", [], .unknown), (nil, [], .unknown),
            ("temporarily_unavailable", [7_000_215], .transient), ("slow_down", [], .transient),
            ("server_error", [], .transient), ("invalid_grant", [1, 65001, 50076], .consentMissing),
        ] as [(String?, [Int], EntraErrorClass)]
    )
    func fallback(oauthError: String?, aadsts: [Int], expected: EntraErrorClass) {
        #expect(EntraErrorClass(oauthError: oauthError, aadsts: aadsts) == expected)
    }

    @Test("every class says who must do what", arguments: EntraErrorClass.allCases)
    func remedies(refusal: EntraErrorClass) {
        #expect(refusal.remedy.count > 15)
        #expect(refusal.code == refusal.rawValue)
    }

    @Test("only Entra's own refusal has a class")
    func kinds() {
        let refused = TokenError(kind: .refused, verdict: .permanent, oauthError: "invalid_grant", aadsts: [65001])
        #expect(refused.entraClass == .consentMissing)
        #expect(TokenError(kind: .throttled, verdict: .retriable, oauthError: "invalid_grant").entraClass == nil)
    }
}
