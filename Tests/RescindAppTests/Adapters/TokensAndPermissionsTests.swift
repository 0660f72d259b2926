import CommandContract
import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import Synchronization
import Testing

@testable import RescindApp

@Suite("Tokens as the pipeline sees them", .timeLimit(.minutes(1)))
struct TokensAndPermissionsTests {
    private let event = LabWorld.global.eventID(.review)

    private func permission(_ bench: CalendarBench) async -> Result<TokenGrant, PermissionFailure> {
        await bench.calendar.permission(at: bench.address(event))
    }

    @Test("the grant is what the token says of itself")
    func grant() async throws {
        try await CalendarBench.with { bench in
            let grant = try await permission(bench).get()
            #expect(grant.roles == ["Calendars.ReadWrite"] && grant.scopes.isEmpty)
            #expect(grant.userPrincipalName == nil)
        }
    }

    @Test("one token serves every request")
    func cached() async throws {
        try await CalendarBench.with { bench in
            for _ in 0..<3 {
                _ = try await permission(bench).get()
                _ = try await bench.read(bench.address(event)).get()
            }
            #expect(bench.simulator.requests(.token) == 1)
        }
    }

    @Test("a refused token is replaced by the next question, and the request then passes")
    func refusedToken() async throws {
        try await CalendarBench.with { bench in
            let refusal = FaultAnswer(status: 401, code: "InvalidAuthenticationToken")
            bench.simulator.graph.addFault(FaultRule(operation: .read, effect: .answer(refusal)))
            #expect(try await bench.read(bench.address(event)).failure?.kind == .unauthorized)
            _ = try await permission(bench).get()
            #expect(bench.simulator.requests(.token) == 2)
            let snapshot = try await bench.read(bench.address(event)).get()
            #expect(snapshot.isOrganizer)
            #expect(bench.simulator.requests(.token) == 2)
        }
    }

    @Test("a late refusal of the old token does not throw the new one away")
    func lateRefusal() async throws {
        let other = LabWorld.global.eventID(.budget)
        let held = HeldRequests()
        try await CalendarBench.with(holding: held) { bench in
            let refusal = FaultAnswer(status: 401, code: "InvalidAuthenticationToken")
            bench.simulator.graph.addFault(
                FaultRule(
                    event: event, operation: .read, delayBeforeActing: HeldRequests.forever, effect: .answer(refusal)
                )
            )
            bench.simulator.graph.addFault(FaultRule(event: other, operation: .read, effect: .answer(refusal)))
            _ = try await permission(bench).get()
            async let late = bench.read(bench.address(event))
            await held.arrived(1)
            #expect(try await bench.read(bench.address(other)).failure?.kind == .unauthorized)
            _ = try await permission(bench).get()
            #expect(bench.simulator.requests(.token) == 2)
            held.release()
            #expect(try await late.failure?.kind == .unauthorized)
            _ = try await permission(bench).get()
            #expect(bench.simulator.requests(.token) == 2)
        }
    }

    struct Credential: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var tenantID: String?
        var clientID: String?
        var cloud: String?
        var secret: String?
        let failure: PermissionFailure
    }

    static let credentials: [Credential] = [
        Credential(
            testDescription: "a wrong secret", secret: "wrong", failure: .credentialInvalid(code: "AADSTS7000215")),
        Credential(
            testDescription: "an application unknown in the tenant",
            clientID: "c0000000-0000-4000-8000-00000000ffff", failure: .cloudMismatch(code: "AADSTS700016")),
        Credential(
            testDescription: "a tenant nobody knows", tenantID: "10000000-0000-4000-8000-00000000ffff",
            failure: .cloudMismatch(code: "tenantElsewhere: unknownThere")),
        Credential(
            testDescription: "a tenant of another cloud", tenantID: LabWorld.china21Vianet.id,
            failure: .cloudMismatch(code: "tenantElsewhere: unknownThere")),
        Credential(
            testDescription: "the right tenant asked for in the wrong cloud", cloud: "usGovL4",
            failure: .cloudMismatch(code: "tenantElsewhere: unknownThere")),
    ]

    @Test("no token: why", arguments: credentials)
    func refused(credential: Credential) async throws {
        var setting = CalendarBench.Setting()
        setting.tenantID = credential.tenantID
        setting.clientID = credential.clientID
        setting.cloud = credential.cloud
        if let secret = credential.secret { setting.secret = { Secret(secret) } }
        try await CalendarBench.with(setting) { bench in
            let address = bench.address(event, tenantID: credential.tenantID, cloud: credential.cloud)
            let answer = await bench.calendar.permission(at: address)
            #expect(answer.failure == credential.failure)
            let exchange = try #require(await bench.cancel(address).failure)
            #expect(exchange.kind == .unauthorized && exchange.verdict == .surelyNotProcessed)
            #expect(bench.simulator.requests(.cancel) == 0)
        }
    }

    @Test("L4 and L5 share an authority: its token is good for neither when the cloud is wrong")
    func governmentClouds() async throws {
        let tenant = LabWorld.usGovL4
        var setting = CalendarBench.Setting(tenant: tenant)
        setting.cloud = "usGovL5"
        setting.secret = { Secret(tenant.clientSecret) }
        try await CalendarBench.with(setting) { bench in
            let address = bench.address(tenant.eventID(.review), tenant: tenant, cloud: "usGovL5")
            let failure = try #require(await bench.cancel(address).failure)
            #expect(failure.kind == .unauthorized)
            #expect(bench.simulator.graph.outbox.isEmpty)
        }
    }

    @Test("a tenant without a credential here")
    func unknownTenant() async throws {
        try await CalendarBench.with { bench in
            let address = bench.address(event, tenantID: "10000000-0000-4000-8000-00000000aaaa")
            let answer = await bench.calendar.permission(at: address)
            #expect(answer.failure == .credentialInvalid(code: "refused"))
            #expect(bench.simulator.graph.requestCounts.arrived == 0)
        }
    }

    @Test("Entra's faults pass: its wait is told, it is left alone meanwhile, and nothing was sent to Graph")
    func entraFaults() async throws {
        let (setting, time) = CalendarBench.Setting.withTime()
        try await CalendarBench.with(setting) { bench in
            let busy = FaultAnswer(status: 503, code: "temporarily_unavailable", retryAfter: "3")
            bench.simulator.graph.addFault(FaultRule(operation: .token, effect: .answer(busy)))
            #expect(await permission(bench).failure == .unavailable(retryAfter: .seconds(3)))
            time.pass(.seconds(1))
            #expect(await permission(bench).failure == .unavailable(retryAfter: .seconds(2)))
            #expect(bench.simulator.requests(.token) == 1)
            time.pass(.seconds(2))
            bench.simulator.graph.addFault(FaultRule(operation: .token, effect: .dropBeforeActing))
            #expect(await permission(bench).failure == .unavailable(retryAfter: .seconds(5)))
            let exchange = try #require(await bench.cancel(bench.address(event)).failure)
            #expect(exchange.kind == .tokenUnavailable && exchange.verdict == .surelyNotProcessed)
            #expect(exchange.retryAfter == .seconds(5))
            #expect(bench.simulator.requests(.token) == 2)
            time.pass(.seconds(5))
            let trace = try await bench.cancel(bench.address(event)).get()
            #expect(trace.status == 202)
        }
    }

    @Test("a secret that cannot be read now may be readable later; a corrected one is used within a minute")
    func secretFile() async throws {
        let (lab, time) = CalendarBench.Setting.withTime()
        var setting = lab
        let box = SecretBox()
        setting.secret = { try box.read() }
        try await CalendarBench.with(setting) { bench in
            #expect(await permission(bench).failure == .unavailable(retryAfter: nil))
            box.put("wrong")
            #expect(await permission(bench).failure == .credentialInvalid(code: "AADSTS7000215"))
            box.put(LabWorld.global.clientSecret)
            time.pass(.seconds(59))
            #expect(await permission(bench).failure == .credentialInvalid(code: "AADSTS7000215"))
            #expect(bench.simulator.requests(.token) == 1)
            time.pass(.seconds(1))
            let grant = try await permission(bench).get()
            #expect(grant.roles == ["Calendars.ReadWrite"])
        }
    }

    @Test("half a secret is refused for now and not for good, be it the first that was read")
    func halfWritten() async throws {
        let (lab, time) = CalendarBench.Setting.withTime()
        var setting = lab
        let box = SecretBox()
        box.put(String(LabWorld.global.clientSecret.dropLast(3)), then: LabWorld.global.clientSecret)
        setting.secret = { try box.read() }
        try await CalendarBench.with(setting) { bench in
            #expect(await permission(bench).failure == .unavailable(retryAfter: .seconds(5)))
            time.pass(.seconds(5))
            #expect(await permission(bench).roles == ["Calendars.ReadWrite"])
        }
    }

    @Test("a permission given later is seen within a minute, whether the token showed that it lacked or Graph said so")
    func givenLater() async throws {
        let (setting, time) = CalendarBench.Setting.withTime()
        let lab = LabWorld.global
        try await CalendarBench.with(setting) { bench in
            func grant(_ roles: [String]) throws {
                try bench.simulator.graph.changeApplication(tenant: lab.id, clientID: lab.clientID) { $0.roles = roles }
            }
            try grant(["Calendars.Read"])
            #expect(await permission(bench).roles == ["Calendars.Read"])
            try grant([])
            #expect(await permission(bench).roles == ["Calendars.Read"])
            time.pass(.seconds(60))
            #expect(await permission(bench).roles == [])
            #expect(bench.simulator.requests(.token) == 2)
            #expect(try await bench.read(bench.address(event)).failure?.kind == .forbidden)
            try grant(["Calendars.ReadWrite"])
            #expect(await permission(bench).roles == [])
            time.pass(.seconds(60))
            #expect(try await bench.read(bench.address(event)).failure?.kind == .forbidden)
            #expect(await permission(bench).roles == ["Calendars.ReadWrite"])
            _ = try await bench.read(bench.address(event)).get()
            #expect(bench.simulator.requests(.token) == 3)
        }
    }

    private final class SecretBox: Sendable {
        private struct Missing: Error {}
        private let texts = Mutex<[String]>([])
        /// - Parameter next: what stands there from the second time it is read.
        func put(_ text: String, then next: String? = nil) {
            texts.withLock { $0 = [text] + (next.map { [$0] } ?? []) }
        }
        func read() throws -> Secret {
            let text = texts.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
            guard let text else { throw Missing() }
            return Secret(text)
        }
    }
}

extension Result<TokenGrant, PermissionFailure> {
    /// nil when there is no token.
    fileprivate var roles: Set<String>? { (try? get())?.roles }
}
