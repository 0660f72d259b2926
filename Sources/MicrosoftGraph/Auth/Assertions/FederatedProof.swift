/// Hands on another issuer's token, read or asked for anew for every request.
struct FederatedProof: ApplicationProof {
    let issuer: FederatedTokenCredential.Issuer
    /// The `aud` Entra expects of it in this cloud.
    let audience: String
    let transport: HTTPTransport

    func fields(for endpoint: String) async throws(TokenError) -> [(name: String, value: String)] {
        let assertion: Secret
        switch issuer {
        case .file(let read):
            do { assertion = try read() } catch { throw TokenError(secretUnreadable: error) }
        case .managedIdentity(let identity):
            assertion = try await identity.answer(for: audience, by: transport).accessToken
        }
        do { try FederatedAssertion.check(assertion) } catch { throw TokenError(fault: error) }
        return Self.assertion(assertion)
    }

    func isReplaced(since fields: [(name: String, value: String)]) -> Bool {
        guard case .file(let read) = issuer else { return false }
        return fields.last?.value != (try? read().reveal())
    }
}
