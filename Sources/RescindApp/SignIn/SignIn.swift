import CommandContract
import MeetingCancellation
package import MicrosoftGraph

/// One account's sign-in, from the question for a code to the file.
package struct SignIn: Sendable {
    private let configuration: RescindConfiguration
    private let name: String
    private let clock: any Clock<Duration>

    /// - Parameters:
    ///   - name: of the account.
    ///   - clock: measures the time between two polls.
    package init(
        configuration: RescindConfiguration, name: String, clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.configuration = configuration
        self.name = name
        self.clock = clock
    }

    /// - Returns: what the token showed of its owner and permissions.
    package func run(
        showing show: @Sendable (DeviceCodePrompt) async -> Void
    ) async throws(SignInFailure) -> String {
        guard let account = configuration.accounts.first(where: { $0.profile.name == name }) else {
            throw .accountUnknown(known: configuration.accounts.map(\.profile.name))
        }
        let tenant = configuration.profiles.first { $0.id == account.profile.tenantID }
        let cloudName = tenant?.cloud ?? NationalCloud.global.name
        guard let cloud = configuration.clouds[cloudName] else { throw .cloudNotServed(cloudName) }
        let granted = try await grant(account, in: cloud, showing: show)
        let grant = TokenGrant(granted.accessToken)
        // Unknown is what every personal account's token says; only what is known to be wrong is kept out of the file.
        let refusal = PermissionCheck.advisory.judge(grant, of: account.profile)
        if let refusal, !Self.isOfDelegate(grant) || refusal.reason != .permissionMissing {
            throw .refused(refusal.reason)
        }
        do { try account.refreshToken.store(granted.refreshToken) } catch { throw .notStored(error) }
        return grant.scopes.isEmpty ? "its token does not show its permissions" : "its permissions are enough"
    }

    /// Enough in calendars that are shared with the account, and there alone.
    private static func isOfDelegate(_ grant: TokenGrant) -> Bool {
        grant.scopes.contains("\(PermissionCheck.permission).Shared")
    }

    private func grant(
        _ account: RescindConfiguration.Account, in cloud: NationalCloud,
        showing show: @Sendable (DeviceCodePrompt) async -> Void
    ) async throws(SignInFailure) -> DeviceCodeSignIn.Granted {
        let transport = HTTPTransport(
            userAgent: "Rescind/\(Version.current)", timeouts: configuration.timeouts, connectionsPerHost: 1
        )
        let signIn = DeviceCodeSignIn(cloud: cloud, credential: account.credential, transport: transport, clock: clock)
        let result: Result<DeviceCodeSignIn.Granted, DeviceCodeFailure>
        do throws(DeviceCodeFailure) { result = .success(try await signIn.run(showing: show)) } catch {
            result = .failure(error)
        }
        // Nothing is in flight any more, which is all that it could complain about.
        try? await transport.shutdown()
        do { return try result.get() } catch { throw .noSignIn(error) }
    }
}
