/// The ways by which tokens are obtained.
package enum CredentialKind: String, CaseIterable, Hashable, Sendable {
    case clientSecret
    case certificate
    case federatedToken
    case managedIdentity
    /// A user's sign-in.
    case refreshToken

    /// Whether Microsoft offers it there. Personal accounts live in the worldwide cloud, belong to nobody's tenant, and so know
    /// no application that acts for itself (Graph "National cloud deployments").
    package func isOffered(in cloud: NationalCloud, toPersonalAccounts isPersonal: Bool) -> Bool {
        !isPersonal || (self == .refreshToken && cloud.name == NationalCloud.global.name)
    }
}
