/// A managed identity of the machine the worker runs on: Azure keeps its secret, nobody here does.
///
/// It belongs to one tenant, its home, and to the cloud the machine is in. For another tenant's application it can stand as the
/// issuer of a ``FederatedTokenCredential``.
package struct ManagedIdentityCredential: Sendable {
    package enum Identity: Hashable, Sendable {
        case systemAssigned
        case clientID(String)
        /// Of its service principal.
        case objectID(String)
        /// The Azure Resource Manager path, `/subscriptions/…`.
        case resourceID(String)
    }

    /// The identity's home: GUID or domain.
    package let tenantID: String
    package let identity: Identity
    package let endpoint: ManagedIdentityEndpoint

    /// The longest that Azure makes are some 400.
    private static let longestResourceID = 2048

    package init(
        tenantID: String, identity: Identity, endpoint: ManagedIdentityEndpoint = .instanceMetadata
    ) throws(CredentialError) {
        guard ApplicationIdentity.isTenant(tenantID) else { throw CredentialError(field: .tenantID) }
        switch identity {
        case .systemAssigned: break
        case .clientID(let id): guard ASCII.isGUID(id) else { throw CredentialError(field: .clientID) }
        case .objectID(let id): guard ASCII.isGUID(id) else { throw CredentialError(field: .objectID) }
        case .resourceID(let id):
            guard id.lowercased().hasPrefix("/subscriptions/"), id.utf8.count <= Self.longestResourceID,
                id.utf8.allSatisfy(ASCII.isVisible)
            else { throw CredentialError(field: .resourceID) }
        }
        self.tenantID = tenantID
        self.identity = identity
        self.endpoint = endpoint
    }

    /// One request, no retry.
    ///
    /// - Parameter audience: what the token is for: a Graph root, or a federation audience.
    func answer(for audience: String, by transport: HTTPTransport) async throws(TokenError) -> ManagedIdentityAnswer {
        let answer: TransportAnswer
        do {
            answer = try await transport.exchange(request(for: audience))
        } catch {
            let known = TokenError(transportFailure: error)
            // Where there is no such service nothing answers; what else went wrong is no sign of that.
            guard [.connectFailed, .timeout].contains(known.kind) else { throw known }
            throw TokenError(
                kind: known.kind, verdict: known.verdict, detail: CredentialFault.managedIdentityUnreachable.code
            )
        }
        return try ManagedIdentityAnswer.read(answer)
    }

    /// No claims: continuous access evaluation does not know managed identities (Entra "Continuous access evaluation for
    /// workload identities").
    func request(for audience: String) -> TransportRequest {
        var fields = [(name: "resource", value: audience)]
        let header: (name: String, value: String)
        let resourceIDName: String
        switch endpoint.form {
        case .instanceMetadata:
            fields.insert((name: "api-version", value: "2018-02-01"), at: 0)
            (header, resourceIDName) = (("Metadata", "true"), "msi_res_id")
        case .appService(let value):
            fields.insert((name: "api-version", value: "2019-08-01"), at: 0)
            (header, resourceIDName) = (("X-IDENTITY-HEADER", value.reveal()), "mi_res_id")
        }
        switch identity {
        case .systemAssigned: break
        case .clientID(let id): fields.append((name: "client_id", value: id))
        case .objectID(let id): fields.append((name: "object_id", value: id))
        case .resourceID(let id): fields.append((name: resourceIDName, value: id))
        }
        return TransportRequest(
            method: .get, url: "\(endpoint.address)?\(PercentEncoding.form(fields))",
            headers: [("Accept", "application/json"), header], body: nil, answerLimit: ManagedIdentityAnswer.limit
        )
    }
}
