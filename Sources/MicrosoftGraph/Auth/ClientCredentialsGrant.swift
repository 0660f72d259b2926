#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// OAuth 2.0 client credentials (RFC 6749 §4.4) at any authorization server; tokens for Graph come from
/// ``TenantCredential``.
///
/// The client identifies itself by HTTP Basic, which every server must support (§2.3.1).
package struct ClientCredentialsGrant: Sendable {
    package struct Granted: Sendable {
        package let token: Secret
        /// From before the request was sent: `expires_in`, at most two days.
        package let lifetime: Duration
    }

    private let endpoint: TokenEndpoint
    private let clientID: String
    private let scope: String?
    private let secret: @Sendable () throws -> Secret

    /// Tokens have some KB; refuses anything that is not one.
    private static let answerLimit = 256 * 1024

    /// - Parameter secret: read anew for every request, so that a rotated secret file is seen without a restart.
    package init(
        endpoint: TokenEndpoint, clientID: String, scope: String?, secret: @escaping @Sendable () throws -> Secret
    ) {
        self.endpoint = endpoint
        self.clientID = clientID
        self.scope = scope
        self.secret = secret
    }

    /// One request, no retry.
    package func request(by transport: HTTPTransport) async throws(TokenError) -> Granted {
        let request = try request()
        let answer: TransportAnswer
        do {
            answer = try await transport.exchange(request)
        } catch {
            throw TokenError(transportFailure: error)
        }
        let granted = try TokenAnswer.read(answer)
        return Granted(token: granted.accessToken, lifetime: granted.lifetime)
    }

    private func request() throws(TokenError) -> TransportRequest {
        let secret: Secret
        do { secret = try self.secret() } catch {
            // The underlying error may quote the file; its type is enough to find the cause.
            throw TokenError(kind: .secretUnreadable, verdict: .retriable, detail: "\(type(of: error))")
        }
        // Both parts form-encoded first (§2.3.1), so that a colon in the id does not end it.
        let pair = "\(PercentEncoding.encode(clientID)):\(PercentEncoding.encode(secret.reveal()))"
        var fields = [(name: "grant_type", value: "client_credentials")]
        if let scope { fields.append((name: "scope", value: scope)) }
        return TransportRequest(
            method: .post, url: endpoint.address,
            headers: [
                ("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded"),
                ("Authorization", "Basic \(Data(pair.utf8).base64EncodedString())"),
            ],
            body: Array(PercentEncoding.form(fields).utf8),
            answerLimit: Self.answerLimit
        )
    }
}
