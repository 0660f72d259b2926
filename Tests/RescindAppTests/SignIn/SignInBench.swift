import Foundation
import GraphSimulator
import KafkaClient
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

/// Accounts that are to be signed in at the simulator, and the people who do it.
struct SignInBench: Sendable {
    let simulator: RunningSimulator
    let folder: TemporaryFolder
    var configuration: RescindConfiguration

    /// What the account's file holds before.
    static let before = "sign-in-before"
    static let ada = LabWorld.global.mailboxes[0].userPrincipalName

    /// Ada of the worldwide tenant, and Pia's personal account.
    static func with(_ body: @Sendable (SignInBench) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            let (lab, pia) = (LabWorld.global, LabWorld.personal)
            let accounts = [
                try LabAccounts.account(
                    "ada", lab.id, ada, client: lab.clientID, secret: lab.clientSecret, token: before, in: folder),
                try LabAccounts.account(
                    "pia", pia.tenantID, pia.userPrincipalName, client: pia.clientID, secret: nil, token: before,
                    in: folder),
            ]
            try await RunningSimulator.with { simulator in
                var configuration = RescindConfiguration(
                    kafka: RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: "unused")),
                    clouds: try simulator.clouds(),
                    tenants: [
                        RescindConfiguration.Tenant(
                            profile: lab.profile,
                            credential: try ClientSecretCredential(tenantID: lab.id, clientID: lab.clientID) {
                                Secret(lab.clientSecret)
                            })
                    ],
                    sources: []
                )
                configuration.accounts = accounts
                try await body(SignInBench(simulator: simulator, folder: folder, configuration: configuration))
            }
        }
    }

    /// - Parameter decision: what the person does once the code is shown; nil does nothing.
    func signIn(_ decision: DeviceSignIn.Decision?, to account: String = "ada") async -> Result<String, SignInFailure> {
        let graph = simulator.graph
        let run = SignIn(configuration: configuration, name: account, clock: LeapingClock())
        do throws(SignInFailure) {
            return .success(
                try await run.run { prompt in
                    guard let decision else { return }
                    try? graph.decideSignIn(userCode: prompt.userCode, decision)
                })
        } catch { return .failure(error) }
    }

    func file(_ account: String = "ada") -> String { folder.path + "/" + account }

    func content(_ account: String = "ada") -> String? {
        FileManager.default.contents(atPath: file(account)).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether what the file holds gives a token.
    func givesToken(_ account: Int) async throws -> Bool {
        let transport = HTTPTransport(userAgent: "test", timeouts: HTTPTimeouts())
        let account = configuration.accounts[account]
        let cloud = try #require(configuration.clouds["global"])
        let source = RefreshTokenSource(
            cloud: cloud, credential: account.credential, store: UnstoredRefreshToken(account), transport: transport)
        let token = try? await source.requestToken()
        try await transport.shutdown()
        return token != nil
    }
}
