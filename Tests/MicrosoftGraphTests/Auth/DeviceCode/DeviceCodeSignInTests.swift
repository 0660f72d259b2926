import Foundation
import MicrosoftGraph
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(1))) struct DeviceCodeSignInTests {
    static let issued = """
        {"device_code":"canary-device","user_code":"ABCD-1234","verification_uri":"https://microsoft.com/devicelogin",\
        "expires_in":900,"interval":5,"message":"canary-message"}
        """
    static let granted = """
        {"token_type":"Bearer","expires_in":3599,"scope":"Calendars.ReadWrite","access_token":"canary-token",\
        "refresh_token":"canary-refresh"}
        """

    private struct Setting: Sendable {
        var tenantID = "contoso.example"
        var secret: (@Sendable () throws -> Secret)?
        var cloud: NationalCloud = .global
        /// What the clock goes on by at each wait.
        var waits: [Duration] = []
    }

    private struct Asked {
        let result: Result<DeviceCodeSignIn.Granted, DeviceCodeFailure>
        let prompts: [DeviceCodePrompt]
        let requests: [RecordedRequest]
        let root: String
    }

    private final class Screen: Sendable {
        private let shown = Mutex<[DeviceCodePrompt]>([])
        var prompts: [DeviceCodePrompt] { shown.withLock { $0 } }
        func show(_ prompt: DeviceCodePrompt) { shown.withLock { $0.append(prompt) } }
    }

    private func ask(_ scripts: [FakeServer.Script], _ setting: Setting = Setting()) async throws -> Asked {
        let (clock, screen) = (ManualClock(), Screen())
        return try await GraphFixture.run(script: .inTurn(scripts)) { graph in
            let signIn = DeviceCodeSignIn(
                cloud: try setting.cloud.with(graphRoot: graph.server.root, authority: graph.server.root),
                credential: try RefreshTokenCredential(
                    tenantID: setting.tenantID, clientID: CredentialBench.clientID, account: "robot",
                    secret: setting.secret),
                transport: graph.transport, clock: clock
            )
            async let result = Self.result(of: signIn, screen)
            for wait in setting.waits {
                await clock.hasSleeper()
                clock.advance(by: wait)
            }
            return Asked(
                result: await result, prompts: screen.prompts, requests: graph.server.requests, root: graph.server.root)
        }
    }

    private static func result(
        of signIn: DeviceCodeSignIn, _ screen: Screen
    ) async -> Result<DeviceCodeSignIn.Granted, DeviceCodeFailure> {
        do throws(DeviceCodeFailure) {
            return .success(try await signIn.run { screen.show($0) })
        } catch { return .failure(error) }
    }

    @Test("the code is asked for and shown, and exchanged for both tokens once somebody has signed in")
    func granted() async throws {
        let pending = FakeServer.Script.answer(400, #"{"error":"authorization_pending","error_codes":[70016]}"#)
        let asked = try await ask(
            [.answer(200, Self.issued), pending, .answer(200, Self.granted)],
            Setting(waits: [.seconds(5), .seconds(5)]))
        let granted = try asked.result.get()
        #expect(granted.refreshToken == Secret("canary-refresh"))
        #expect(granted.accessToken.value == Secret("canary-token"))
        #expect(granted.accessToken.grantedScopes == ["Calendars.ReadWrite"])
        #expect(asked.prompts.map(\.userCode) == ["ABCD-1234"])
        #expect(asked.prompts.map(\.verificationURI) == ["https://microsoft.com/devicelogin"])
        #expect(asked.prompts.map(\.lifetime) == [.seconds(900)])
        #expect(
            asked.requests.map(\.path) == [
                "/contoso.example/oauth2/v2.0/devicecode", "/contoso.example/oauth2/v2.0/token",
                "/contoso.example/oauth2/v2.0/token",
            ]
        )
        let scope = "\(asked.root)/.default offline_access"
        #expect(asked.requests[0].form == ["client_id": CredentialBench.clientID, "scope": scope])
        #expect(
            asked.requests[1].form == [
                "grant_type": "urn:ietf:params:oauth:grant-type:device_code", "client_id": CredentialBench.clientID,
                "device_code": "canary-device",
            ]
        )
    }

    @Test("a personal account is asked for by name, and in the worldwide cloud alone")
    func personal() async throws {
        let setting = Setting(tenantID: RefreshTokenCredential.personalAccounts, waits: [.seconds(5)])
        let asked = try await ask([.answer(200, Self.issued), .answer(200, Self.granted)], setting)
        #expect(asked.requests[0].path == "/consumers/oauth2/v2.0/devicecode")
        #expect(asked.requests[0].form["scope"] == "\(asked.root)/Calendars.ReadWrite offline_access")
        for cloud in NationalCloud.builtIn where cloud != .global {
            let setting = Setting(tenantID: RefreshTokenCredential.personalAccounts, cloud: cloud)
            let asked = try await ask([], setting)
            #expect(try asked.result.requireFailure() == .cloudNotOffered)
            #expect(asked.requests.isEmpty)
        }
    }

    @Test("a confidential client sends its secret when it polls")
    func confidential() async throws {
        let setting = Setting(secret: { Secret("p&w") }, waits: [.seconds(5)])
        let asked = try await ask([.answer(200, Self.issued), .answer(200, Self.granted)], setting)
        #expect(asked.requests[0].form["client_secret"] == nil)
        #expect(asked.requests[1].form["client_secret"] == "p&w")
    }

    @Test("nothing is polled before the interval, and slow_down is heeded")
    func intervals() async throws {
        let slow = FakeServer.Script.answer(400, #"{"error":"slow_down"}"#)
        let asked = try await ask(
            [.answer(200, Self.issued), slow, .answer(200, Self.granted)],
            Setting(waits: [.seconds(4), .seconds(1), .seconds(9), .seconds(1)]))
        #expect(throws: Never.self) { try asked.result.get() }
        #expect(asked.requests.count == 3)
    }

    @Test("faults on the way pass", arguments: [FakeServer.Script.close, .answer(503), .answer(429)])
    func transient(script: FakeServer.Script) async throws {
        let asked = try await ask(
            [.answer(200, Self.issued), script, .answer(200, Self.granted)],
            Setting(waits: [.seconds(5), .seconds(10)]))
        #expect(throws: Never.self) { try asked.result.get() }
    }

    private static let lastAnswers: [(FakeServer.Script, String)] = [
        (.answer(400, #"{"error":"authorization_declined"}"#), "declined"),
        (.answer(400, #"{"error":"expired_token"}"#), "expired"),
        (.answer(400, #"{"error":"invalid_grant","error_codes":[50076]}"#), "refused"),
        (.answer(200, CredentialBench.granted), "noRefreshToken"),
    ]

    @Test("how it ends without a token", arguments: lastAnswers.indices)
    func endings(index: Int) async throws {
        let (script, code) = Self.lastAnswers[index]
        let asked = try await ask([.answer(200, Self.issued), script], Setting(waits: [.seconds(5)]))
        let failure = try asked.result.requireFailure()
        #expect(failure.code == code)
        #expect(!failure.description.isEmpty && !failure.description.contains("canary"))
        #expect(asked.requests.count == 2)
    }

    @Test("a code that nobody uses expires")
    func expiry() async throws {
        let pending = FakeServer.Script.answer(400, #"{"error":"authorization_pending"}"#)
        let issued = Self.issued.replacing("900", with: "\"14\"")
        let asked = try await ask(
            [.answer(200, issued), pending, pending], Setting(waits: [.seconds(5), .seconds(5)]))
        #expect(try asked.result.requireFailure() == .expired)
        #expect(asked.requests.count == 3)
    }

    @Test(
        "an answer without a usable code is unreadable, and nothing of it is shown",
        arguments: [
            "", "<html>", "{}", issued.replacing("canary-device", with: ""), issued.replacing("900", with: "0"),
            issued.replacing("900", with: "-1"), issued.replacing("900", with: "\"soon\""),
            issued.replacing("ABCD-1234", with: "\\u001b[31m"), issued.replacing("ABCD-1234", with: ""),
            issued.replacing("https://", with: "http://"), issued.replacing("https://", with: "javascript:"),
            issued.replacing("/devicelogin", with: "/\\u001b[31m"),
            issued.replacing("interval\":5", with: "interval\":\"x\""),
        ]
    )
    func unreadable(body: String) async throws {
        let asked = try await ask([.answer(200, body)])
        let error = TokenError(kind: .unreadableAnswer, verdict: .retriable, status: 200)
        #expect(try asked.result.requireFailure() == .noToken(error))
        #expect(asked.prompts.isEmpty)
    }

    @Test("a refusal to give a code is Entra's word")
    func refused() async throws {
        let asked = try await ask([.answer(400, #"{"error":"unauthorized_client","error_codes":[700016]}"#)])
        guard case .noToken(let error) = try asked.result.requireFailure() else {
            Issue.record("not Entra's word")
            return
        }
        #expect(error.entraClass == .applicationNotFound && error.status == 400)
    }

    @Test("it ends with its task")
    func cancelled() async throws {
        let clock = ManualClock()
        try await GraphFixture.run(script: .always(.answer(200, Self.issued))) { graph in
            let credential = try RefreshTokenCredential(
                tenantID: "contoso.example", clientID: CredentialBench.clientID, account: "robot", secret: nil)
            let signIn = DeviceCodeSignIn(
                cloud: graph.cloud, credential: credential, transport: graph.transport, clock: clock)
            let task = Task { await Self.result(of: signIn, Screen()) }
            await clock.hasSleeper()
            task.cancel()
            let failure = try await task.value.requireFailure()
            #expect(failure == .noToken(TokenError(kind: .abandoned, verdict: .retriable)))
            #expect(graph.server.requests.count == 1)
        }
    }
}
