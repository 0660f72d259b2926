/// Asks an authority in which cloud a tenant lives (OpenID Connect Discovery 1.0 §4, with Entra's own fields).
package struct TenantDiscovery: Sendable {
    /// Why nothing is known.
    package enum Failure: Error, Hashable, Sendable {
        /// The authority does not know the tenant.
        case tenantUnknown
        /// No usable answer; one of a bounded set of texts.
        case unanswered(String)
    }

    private let transport: HTTPTransport

    /// Real documents have 2 KB.
    private static let answerLimit = 64 * 1024

    package init(transport: HTTPTransport) {
        self.transport = transport
    }

    /// One request without credentials, no retry.
    package func metadata(of tenantID: String, in cloud: NationalCloud) async throws(Failure) -> TenantMetadata {
        let tenant = PercentEncoding.encode(tenantID)
        let request = TransportRequest(
            method: .get, url: "\(cloud.authority)/\(tenant)/v2.0/.well-known/openid-configuration",
            headers: [("Accept", "application/json")], body: nil, answerLimit: Self.answerLimit
        )
        let answer: TransportAnswer
        do {
            answer = try await transport.exchange(request)
        } catch {
            throw .unanswered(TokenError(transportFailure: error).code)
        }
        switch answer.status {
        case 200: break
        // Entra names an unknown tenant by 400 `invalid_tenant`, and by 404 for a path it does not serve.
        case 400, 404: throw .tenantUnknown
        default: throw .unanswered("status \(answer.status)")
        }
        guard case .complete(let bytes) = answer.body, let metadata = TenantMetadata.read(bytes) else {
            throw .unanswered(TokenError.Kind.unreadableAnswer.rawValue)
        }
        return metadata
    }
}
