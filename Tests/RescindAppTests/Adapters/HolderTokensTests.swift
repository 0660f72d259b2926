import CommandContract
import Foundation
import MeetingCancellation
import MicrosoftGraph
import Synchronization
import Testing

@testable import RescindApp

@Suite("Claims challenges as the pipeline's calendar answers them") struct HolderTokensTests {
    private static let claims = #"{"access_token":{"nbf":{"value":"7"}}}"#
    private let time = TokenTime()
    private let log = CapturedLog()
    private let tenant: ScriptedTokens
    private let other: ScriptedTokens
    private let tokens: HolderTokens

    init() {
        tenant = ScriptedTokens(tenant: "t", time: time)
        other = ScriptedTokens(tenant: "o", time: time)
        tokens = HolderTokens(
            sources: [.tenant("t"): tenant, .tenant("o"): other], cache: time.cache, metrics: nil, logger: log.logger,
            clock: time, jitter: { 0 }
        )
    }

    private func address(_ tenant: String = "t") -> MeetingAddress {
        MeetingAddress(
            cloud: "global", tenantID: tenant, target: .user("u"), mailbox: "u", access: .application, calendar: .none,
            eventID: "e"
        )
    }

    private func error(_ kind: GraphErrorKind, _ status: Int? = nil) -> GraphError {
        GraphError(
            kind: kind, verdict: .surelyNotProcessed, clientRequestID: .derive(source: [], id: [], attempt: 1),
            status: status, graphCode: status.map { "Code\($0)" }
        )
    }

    private var challenge: GraphError {
        error(.unauthorized(claims: Secret(Data(Self.claims.utf8).base64EncodedString())), 401)
    }

    /// A request that Graph challenges.
    private func challengedRequest() async throws -> Duration? {
        tokens.failed(try await tokens.request(at: address()), challenge)
    }

    private func held(_ tenant: String = "t") async -> Duration? {
        do throws(HeldTokenFailure) {
            _ = try await tokens.permission(at: address(tenant))
            return nil
        } catch {
            guard case .paused(let wait) = error else { return nil }
            return wait
        }
    }

    /// Paused by the second challenge.
    private func pause() async throws {
        #expect(try await challengedRequest() == nil)
        #expect(try await challengedRequest() == .seconds(45))
    }

    @Test("the first challenge is answered with one new token that was asked for with its claims")
    func first() async throws {
        #expect(try await challengedRequest() == nil)
        let held = try await tokens.request(at: address())
        #expect(held.token.value == Secret("token-2"))
        tokens.accepted(held)
        #expect(tenant.claims == [nil, Self.claims])
        #expect(tokens.paused.isEmpty && log.all.isEmpty)
    }

    @Test("the second pauses the tenant with the reason, and no other; nobody asks Entra meanwhile")
    func second() async throws {
        let late = try await tokens.request(at: address())
        let began = time.now
        try await pause()
        #expect(tokens.failed(late, challenge) == .seconds(45))
        for _ in 0..<100 {
            #expect(await held() == .seconds(45))
            await #expect(throws: HeldTokenFailure.self) { try await tokens.request(at: address()) }
        }
        #expect(await held("o") == nil)
        #expect(tenant.claims == [nil, Self.claims])
        #expect(
            tokens.paused == [
                PausedHolder(
                    holder: .tenant("t"), since: began, until: began + .seconds(45), reason: "claimsNotSatisfied")
            ])
        #expect(log.all.count == 1 && log.count("error captured") == 1 && log.count("claimsNotSatisfied") == 1)
    }

    @Test("one probe: permission, then a request; its success lets everybody in again")
    func probe() async throws {
        try await pause()
        time.pass(.seconds(45))
        #expect(await held() == nil)
        #expect(await held() == .seconds(10))
        let probe = try await tokens.request(at: address())
        #expect(await held() == .seconds(10))
        #expect(tenant.claims == [nil, Self.claims, Self.claims])
        tokens.accepted(probe)
        #expect(await held() == nil)
        #expect(tokens.paused.isEmpty)
        #expect(log.all.count == 2 && log.count("notice") == 1)
        #expect(tenant.claims.count == 3)
    }

    @Test("a probe that is challenged doubles the wait, without another alarm")
    func probeChallenged() async throws {
        try await pause()
        time.pass(.seconds(45))
        #expect(try await challengedRequest() == .seconds(90))
        #expect(await held() == .seconds(90))
        #expect(log.all.count == 1)
    }

    @Test("a probe with a token that an earlier probe has left behind is challenged: that doubles the wait as well")
    func probeWithOldToken() async throws {
        try await pause()
        time.pass(.seconds(45))
        _ = tokens.failed(try await tokens.request(at: address()), error(.serverError, 503))
        time.pass(.seconds(1000))
        #expect(try await challengedRequest() == .seconds(90))
        #expect(tenant.claims.count == 3)
    }

    @Test(
        "whether Graph's other answers to a probe end the pause",
        arguments: [
            (.itemNotFound, 404, true), (.forbidden, 403, true), (.notOrganizer, 400, true), (.conflict, 409, true),
            (.throttled, 429, false), (.serverError, 503, false), (.timeout, nil, false), (.abandoned, nil, false),
            (.unauthorized(claims: nil), 401, false), (.unauthorized(claims: Secret("?")), 401, false),
        ] as [(GraphErrorKind, Int?, Bool)]
    )
    func probeFailed(kind: GraphErrorKind, status: Int?, ends: Bool) async throws {
        try await pause()
        time.pass(.seconds(45))
        #expect(tokens.failed(try await tokens.request(at: address()), error(kind, status)) == nil)
        #expect(await held() == (ends ? nil : .seconds(45)))
    }

    @Test("Entra gives the probe no token: its failure is told to it, the others are held")
    func noToken() async throws {
        try await pause()
        time.pass(.seconds(45))
        tenant.fail(TokenError(kind: .throttled, verdict: .retriable, retryAfter: .seconds(100)))
        await #expect(throws: HeldTokenFailure.self) { try await tokens.permission(at: address()) }
        #expect(await held() == .seconds(100))
    }

    @Test("the lease ended before the probe's request: the next one is the probe")
    func notSent() async throws {
        try await pause()
        time.pass(.seconds(45))
        tokens.notSent(try await tokens.request(at: address()))
        #expect(try await tokens.request(at: address()).isProbe)
    }

    @Test(
        "a 401 without readable claims drops that token, and pauses nobody",
        arguments: [nil, Secret("?"), Secret("W10=")] as [Secret?]
    )
    func plain(claims: Secret?) async throws {
        for _ in 0..<3 {
            let held = try await tokens.request(at: address())
            #expect(tokens.failed(held, error(.unauthorized(claims: claims), 401)) == nil)
        }
        #expect(await held() == nil)
        // One replacement, and not one for each refusal.
        #expect(tenant.claims == [nil, nil])
    }
}
