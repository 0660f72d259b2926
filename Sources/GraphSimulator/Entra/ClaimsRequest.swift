/// The `claims` parameter of a token request: what the client can handle, and what a challenge told it to ask for.
///
/// Source: Entra's "Claims challenges, claims requests, and client capabilities".
struct ClaimsRequest: Sendable, Hashable {
    static let none = ClaimsRequest(announcesClaimsChallenges: false, notBefore: nil)

    /// `xms_cc` with `cp1`: the client handles claims challenges.
    let announcesClaimsChallenges: Bool
    /// The `nbf` of a challenge, seconds since 1970.
    let notBefore: Int?

    init(announcesClaimsChallenges: Bool, notBefore: Int?) {
        self.announcesClaimsChallenges = announcesClaimsChallenges
        self.notBefore = notBefore
    }

    /// - Throws: 90100 when it is not the JSON it has to be; a member the simulator does not know is passed over.
    init(_ text: String?) throws(EntraError) {
        guard let text else {
            self = .none
            return
        }
        guard let whole = JSONValue(parsing: Array(text.utf8))?.object,
            let wanted = (whole["access_token"] ?? [:]).object
        else { throw .parameterInvalid("claims") }
        let capabilities = wanted["xms_cc"]?["values"]?.array
        announcesClaimsChallenges = capabilities?.contains("cp1") == true
        // A client that mangles what the challenge said must not pass for one that never saw it.
        notBefore = wanted["nbf"]?["value"]?.string.flatMap { Int($0) }
        guard (wanted["xms_cc"] == nil) == (capabilities == nil), (wanted["nbf"] == nil) == (notBefore == nil) else {
            throw .parameterInvalid("claims")
        }
    }
}
