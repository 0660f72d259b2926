import MicrosoftGraph

extension TenantCredential {
    struct OtherKind: Error {}

    /// The client secret as it is read now.
    func clientSecret() throws -> Secret {
        guard case .clientSecret(let credential) = self else { throw OtherKind() }
        return try credential.secret()
    }
}
