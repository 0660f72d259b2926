/// Takes back what was issued until now: Entra's critical events of continuous access evaluation.
package struct SimulatedRevocation: Sendable, Hashable {
    /// GUID or domain.
    package var tenant: String
    /// Client id; `nil` = every application's tokens.
    package var application: String?
    /// Object id or user principal name; `nil` = app-only tokens and every user's.
    package var user: String?
    /// How many times a token that satisfies the challenge is challenged anew all the same; `nil` = always.
    package var repeats: Int?
    package var form: ChallengeForm

    package init(
        tenant: String, application: String? = nil, user: String? = nil, repeats: Int? = 0,
        form: ChallengeForm = .single
    ) {
        self.tenant = tenant
        self.application = application
        self.user = user
        self.repeats = repeats
        self.form = form
    }
}
