/// Asks Entra for a user's token by refresh token (RFC 6749 §6).
///
/// One use gives a new refresh token and revokes nothing: the old one stays good until it expires (Entra "Refresh tokens").
/// A cache calls it one request at a time, so no two uses race for the store.
package struct RefreshTokenSource: TokenSource {
    private let endpoint: TenantTokenEndpoint
    private let credential: RefreshTokenCredential
    private let store: any RefreshTokenStore
    private let clock: any Clock<Duration>

    /// For the store to say the current token. A file takes milliseconds; a network volume that is away takes for ever, and all
    /// commands of the account wait for it.
    package static let storeBound: Duration = .seconds(10)

    /// What is told of a store that took longer.
    package struct StoreSilent: Error {}

    /// - Parameter clock: Measures ``storeBound``.
    package init(
        cloud: NationalCloud,
        credential: RefreshTokenCredential,
        store: any RefreshTokenStore,
        transport: HTTPTransport,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        endpoint = TenantTokenEndpoint(cloud: cloud, tenantID: credential.tenantID, transport: transport, now: now)
        self.credential = credential
        self.store = store
        self.clock = clock
    }

    package var cacheKey: TokenCacheKey {
        TokenCacheKey(
            authority: endpoint.cloud.authority,
            tenantID: credential.tenantID.lowercased(),
            clientID: credential.clientID.lowercased(),
            scope: scope,
            account: credential.account
        )
    }

    package func requestToken(claims: ClaimsRequest?) async throws(TokenError) -> AccessToken {
        let refreshToken: Secret
        var form = [("grant_type", "refresh_token"), ("client_id", credential.clientID), ("scope", scope)]
        do {
            refreshToken = try await current()
            if let secret = try credential.secret?() { form.append(("client_secret", secret.reveal())) }
        } catch {
            throw TokenError(secretUnreadable: error)
        }
        form.append(("refresh_token", refreshToken.reveal()))
        let granted = try await endpoint.exchange(form, claims: claims)
        if let newer = granted.refreshToken, newer != refreshToken {
            store.rotated(to: newer)
        }
        return granted.token
    }

    /// The store's token, or ``StoreSilent``.
    ///
    /// A child task would be waited for, and a read that hangs in the kernel heeds no cancellation. So the read is the one task
    /// here that is no child: it is left behind, and what it says later goes nowhere.
    private func current() async throws -> Secret {
        let (answers, answer) = AsyncStream.makeStream(
            of: Result<Secret, any Error>.self, bufferingPolicy: .bufferingOldest(1)
        )
        let read = Task { [store] in
            do { answer.yield(.success(try await store.current())) } catch { answer.yield(.failure(error)) }
        }
        defer { read.cancel() }
        async let _: Void = silence(answer)
        for await first in answers { return try first.get() }
        throw CancellationError()
    }

    private func silence(_ answer: AsyncStream<Result<Secret, any Error>>.Continuation) async {
        // Sleeping only ends early by cancellation: the store has answered.
        guard (try? await clock.sleep(for: Self.storeBound)) != nil else { return }
        answer.yield(.failure(StoreSilent()))
    }

    private var scope: String { credential.scope(in: endpoint.cloud) }
}
