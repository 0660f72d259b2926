package import CommandContract
package import KafkaClient
package import MicrosoftGraph
import Synchronization

/// SASL/OAUTHBEARER tokens by client credentials, shared by all Kafka clients of the process.
///
/// Keeps a token for the first half of its life: each client asks at its start and after four fifths of what was left of the
/// token it got. Two that ask at the same moment without one cost two requests.
package final class ClientCredentialsTokens: KafkaTokenProvider {
    private struct Kept {
        let token: KafkaToken
        let until: Timestamp
    }

    private let grant: ClientCredentialsGrant
    private let principal: String
    private let extensions: [String: String]
    private let now: @Sendable () -> Timestamp
    private let kept = Mutex<Kept?>(nil)

    /// Below the 30 s after which `KafkaClient` gives up on an answer.
    private static let timeouts = HTTPTimeouts(connect: .seconds(5), total: .seconds(20))

    /// - Parameters:
    ///   - principal: names the client in librdkafka's log lines.
    ///   - extensions: SASL extensions (RFC 7628 §3.1), such as `logicalCluster`.
    package init(
        grant: ClientCredentialsGrant, principal: String, extensions: [String: String],
        now: @escaping @Sendable () -> Timestamp = { SystemClock().now }
    ) {
        self.grant = grant
        self.principal = principal
        self.extensions = extensions
        self.now = now
    }

    package func token() async throws(KafkaTokenFailure) -> KafkaToken {
        let askedAt = now()
        if let kept = kept.withLock({ $0 }), askedAt < kept.until { return kept.token }
        let granted: ClientCredentialsGrant.Granted
        do throws(TokenError) { granted = try await exchange() } catch {
            let parts = [error.code, error.oauthError, error.status.map { "status \($0)" }, error.detail]
            throw KafkaTokenFailure(reason: "kafka.oauth: " + parts.compactMap(\.self).joined(separator: ", "))
        }
        let token = KafkaToken(
            value: granted.token.reveal(), expiresAtMilliseconds: (askedAt + granted.lifetime).milliseconds,
            principal: principal, extensions: extensions
        )
        kept.withLock { $0 = Kept(token: token, until: askedAt + granted.lifetime / 2) }
        return token
    }

    /// A client for one exchange: one an hour is not worth a connection, nor somebody who closes it.
    private func exchange() async throws(TokenError) -> ClientCredentialsGrant.Granted {
        let transport = HTTPTransport(
            userAgent: "Rescind/\(Version.current)", timeouts: Self.timeouts, connectionsPerHost: 1
        )
        let result: Result<ClientCredentialsGrant.Granted, TokenError>
        do throws(TokenError) {
            result = .success(try await grant.request(by: transport))
        } catch { result = .failure(error) }
        // Nothing is in flight any more, which is all that it could complain about.
        try? await transport.shutdown()
        return try result.get()
    }
}
