#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

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
        let body: [UInt8]? = if case .complete(let bytes) = answer.body { bytes } else { nil }
        guard answer.status == 200 else {
            if let body, Self.namesUnknownTenant(body) { throw .tenantUnknown }
            throw .unanswered("status \(answer.status)")
        }
        guard let body, let metadata = TenantMetadata.read(body) else {
            throw .unanswered(TokenError.Kind.unreadableAnswer.rawValue)
        }
        return metadata
    }

    /// Only Entra's own word for it: a proxy's 404 says nothing of the tenant.
    private static func namesUnknownTenant(_ body: [UInt8]) -> Bool {
        let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(body))
        return refusal?.error == "invalid_tenant"
    }

    private struct Refusal: Decodable {
        let error: String?
    }
}
