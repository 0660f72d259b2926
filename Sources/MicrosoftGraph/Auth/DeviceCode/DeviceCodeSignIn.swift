/// Lets a person sign an account in from any device (OAuth 2.0 device authorization grant, RFC 8628).
package struct DeviceCodeSignIn: Sendable {
    package struct Granted: Sendable {
        package let refreshToken: Secret
        /// Tells whose sign-in it is, and what it may do.
        package let accessToken: AccessToken
    }

    private let endpoint: TenantTokenEndpoint
    private let credential: RefreshTokenCredential
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - credential: whose refresh token is wanted; its secret is sent where the application has one.
    ///   - clock: measures the code's lifetime and the time between two polls.
    package init(
        cloud: NationalCloud,
        credential: RefreshTokenCredential,
        transport: HTTPTransport,
        clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        endpoint = TenantTokenEndpoint(cloud: cloud, tenantID: credential.tenantID, transport: transport, now: now)
        self.credential = credential
        self.clock = clock
    }

    /// Ends when somebody has signed in or declined, when the code is no longer good, or with the calling task.
    ///
    /// - Parameter show: tells the person; polling begins when it returns.
    package func run(
        showing show: @Sendable (DeviceCodePrompt) async -> Void
    ) async throws(DeviceCodeFailure) -> Granted {
        let kind = CredentialKind.refreshToken
        guard kind.isOffered(in: endpoint.cloud, toPersonalAccounts: credential.isPersonal) else {
            throw .cloudNotOffered
        }
        return try await run(on: clock, showing: show)
    }

    private func run<C: Clock<Duration>>(
        on clock: C, showing show: @Sendable (DeviceCodePrompt) async -> Void
    ) async throws(DeviceCodeFailure) -> Granted {
        let start = clock.now
        let code = try await code()
        await show(code.prompt)
        var flow = DeviceCodeFlow(interval: code.interval, lifetime: code.prompt.lifetime)
        var action = flow.codeIssued(at: start.duration(to: clock.now))
        while true {
            switch action {
            case .giveUp(let failure): throw failure
            case .poll(let wait): try await Self.sleep(for: wait, on: clock)
            }
            let granted: (token: AccessToken, refreshToken: Secret?)
            do {
                granted = try await poll(code.deviceCode)
            } catch {
                action = flow.pollFailed(error, at: start.duration(to: clock.now))
                continue
            }
            guard let refreshToken = granted.refreshToken else { throw .noRefreshToken }
            return Granted(refreshToken: refreshToken, accessToken: granted.token)
        }
    }

    private static func sleep(for wait: Duration, on clock: some Clock<Duration>) async throws(DeviceCodeFailure) {
        do { try await clock.sleep(for: wait) } catch {
            // Sleeping only ends early by cancellation.
            throw .noToken(TokenError(kind: .abandoned, verdict: .retriable))
        }
    }

    /// One request, no retry: whoever asked is there and can ask again.
    private func code() async throws(DeviceCodeFailure) -> DeviceCodeAnswer {
        let form = [
            (name: "client_id", value: credential.clientID),
            (name: "scope", value: credential.scope(in: endpoint.cloud)),
        ]
        let request = TransportRequest(
            method: .post, url: "\(endpoint.cloud.authority)/\(endpoint.tenantID)/oauth2/v2.0/devicecode",
            headers: [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")],
            body: Array(PercentEncoding.form(form).utf8), answerLimit: DeviceCodeAnswer.limit
        )
        let answer: TransportAnswer
        do { answer = try await endpoint.transport.exchange(request) } catch {
            throw .noToken(TokenError(transportFailure: error))
        }
        do { return try DeviceCodeAnswer.read(answer) } catch { throw .noToken(error) }
    }

    private func poll(_ code: Secret) async throws(TokenError) -> (token: AccessToken, refreshToken: Secret?) {
        var form = [
            (name: "grant_type", value: "urn:ietf:params:oauth:grant-type:device_code"),
            (name: "client_id", value: credential.clientID),
        ]
        do {
            if let secret = try credential.secret?() { form.append((name: "client_secret", value: secret.reveal())) }
        } catch {
            throw TokenError(secretUnreadable: error)
        }
        form.append((name: "device_code", value: code.reveal()))
        return try await endpoint.exchange(form, claims: nil)
    }
}
