extension EntraErrorClass {
    /// 700023 is not here: Entra's page calls it a scope without resource, and it was seen for an assertion made for another
    /// cloud's endpoint. The `error` beside it tells the two apart.
    static let numbers: [(class: EntraErrorClass, numbers: [Int])] = [
        (.tenantUnknown, [90002]),
        (.tenantInOtherCloud, [90038, 90043, 90051, 900_382, 900_432, 1_000_104]),
        (.graphOfOtherCloud, [1_002_012]),
        (.resourceRefused, [28002, 50001, 70011, 500_011, 650_057]),
        (.applicationNotFound, [700_016]),
        (.applicationDisabled, [70001, 7_000_112]),
        (.flowNotAllowed, [70003, 7_000_114]),
        (.publicClient, [700_025]),
        (.credentialMissing, [7_000_218]),
        (.requestRefused, [900_144]),
        (.secretWrong, [7_000_215]),
        (.secretExpired, [7_000_222]),
        (.certificateRefused, [50012, 50017, 700_027, 700_030]),
        (.assertionOutOfTime, [700_024]),
        (.assertionRefused, [50013, 50027, 500_133]),
        (.federatedRecordMissing, [70021, 700_211, 700_212, 700_213]),
        (.federatedTokenRefused, [700_229]),
        (.consentMissing, [65001, 90008, 90094, 650_056]),
        (.signInEnded, [50089, 50173, 54005, 70000, 70008, 70043, 700_082]),
        (.interactionRequired, [50072, 50074, 50076, 50078, 50079, 50097, 50158]),
        (.conditionalAccess, [50131, 53000, 53001, 53003, 53011, 530_032]),
        (.userUnusable, [50020, 50034, 50055, 50057, 50105]),
        (.transient, [50033, 50087, 70012, 80005, 90006, 90012, 90024, 90033, 90090]),
        (.tenantThrottled, [90055]),
        (.loopDetected, [50196]),
    ]

    static let byNumber: [Int: EntraErrorClass] = Dictionary(
        numbers.flatMap { entry in entry.numbers.map { ($0, entry.class) } }, uniquingKeysWith: { first, _ in first }
    )

    /// RFC 6749 §5.2, OpenID Connect Core 1.0 §3.1.2.6, and Entra's own.
    static let byOAuthError: [String: EntraErrorClass] = [
        "consent_required": .consentMissing,
        "interaction_required": .interactionRequired,
        "invalid_client": .credentialRefused,
        "invalid_grant": .signInEnded,
        "invalid_request": .requestRefused,
        "invalid_resource": .resourceRefused,
        "invalid_scope": .resourceRefused,
        "login_required": .signInEnded,
        "unauthorized_client": .clientNotAuthorized,
        "unsupported_grant_type": .flowNotAllowed,
    ]

    static let passing: Set<String> = ["server_error", "slow_down", "temporarily_unavailable"]
}
