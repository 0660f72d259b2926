/// A federated identity credential of an app registration: tokens of a foreign issuer take the place of its secret.
///
/// Issuer and subject are compared exactly, without wildcards. Nothing is checked when it is registered: as in Entra a
/// wrong value shows only when a token is exchanged.
package struct SimulatedFederatedCredential: Sendable, Hashable {
    package let issuer: String
    package let subject: String
    /// Must be the cloud's own (`SimulatedCloud.federationAudience`) to be of any use.
    package let audience: String

    package init(issuer: String, subject: String, audience: String) {
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
    }
}
