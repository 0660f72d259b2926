import Testing

@testable import MicrosoftGraph

@Suite struct DeviceCodeFlowTests {
    private static func refused(_ oauthError: String, _ aadsts: [Int] = []) -> TokenError {
        TokenError(
            kind: .refused, verdict: OAuthRefusal.verdict(kind: .refused, oauthError: oauthError, aadsts: aadsts),
            status: 400, oauthError: oauthError, aadsts: aadsts)
    }

    private func flow(_ interval: Int = 5, _ lifetime: Int = 900) -> DeviceCodeFlow {
        DeviceCodeFlow(interval: .seconds(interval), lifetime: .seconds(lifetime))
    }

    @Test("it waits an interval before the first poll and between two")
    func pending() {
        var flow = flow()
        #expect(flow.codeIssued(at: .seconds(1)) == .poll(after: .seconds(5)))
        for second in [6, 11, 890] {
            let action = flow.pollFailed(Self.refused("authorization_pending"), at: .seconds(second))
            #expect(action == .poll(after: .seconds(5)))
        }
    }

    @Test("slow_down lengthens this interval and all later ones")
    func slowDown() {
        var flow = flow()
        #expect(flow.pollFailed(Self.refused("slow_down"), at: .zero) == .poll(after: .seconds(10)))
        #expect(flow.pollFailed(Self.refused("slow_down"), at: .zero) == .poll(after: .seconds(15)))
        #expect(flow.pollFailed(Self.refused("authorization_pending"), at: .zero) == .poll(after: .seconds(15)))
    }

    @Test("what ends it", arguments: ["authorization_declined", "access_denied", "expired_token", "code_expired"])
    func ended(oauthError: String) {
        var flow = flow()
        let failure: DeviceCodeFailure = oauthError.contains("expired") ? .expired : .declined
        #expect(flow.pollFailed(Self.refused(oauthError), at: .zero) == .giveUp(failure))
    }

    @Test("a refusal for good ends it with Entra's word")
    func refused() {
        var flow = flow()
        for error in [
            Self.refused("bad_verification_code"), Self.refused("invalid_client", [7_000_218]), Self.refused("odd"),
            TokenError(kind: .abandoned, verdict: .retriable),
        ] {
            #expect(flow.pollFailed(error, at: .zero) == .giveUp(.noToken(error)))
        }
    }

    @Test("a lost or busy answer doubles the interval up to a bound, and a longer wait is kept")
    func transient() {
        var flow = flow()
        let lost = TokenError(kind: .timeout, verdict: .retriable)
        let waits = (0..<6).map { _ in flow.pollFailed(lost, at: .zero) }
        #expect(waits == [10, 20, 40, 60, 60, 60].map { .poll(after: .seconds($0)) })
        let busy = TokenError(kind: .throttled, verdict: .retriable, retryAfter: .seconds(90))
        #expect(flow.pollFailed(busy, at: .zero) == .poll(after: .seconds(90)))
        // The server's interval is never cut to the bound.
        var slow = self.flow(120)
        #expect(slow.pollFailed(lost, at: .zero) == .poll(after: .seconds(120)))
    }

    @Test("no poll is made that the code would not outlive")
    func expiry() {
        var flow = flow(5, 20)
        let pending = Self.refused("authorization_pending")
        #expect(flow.pollFailed(pending, at: .seconds(14)) == .poll(after: .seconds(5)))
        #expect(flow.pollFailed(pending, at: .seconds(15)) == .giveUp(.expired))
        let busy = TokenError(kind: .serverError, verdict: .retriable, retryAfter: .seconds(86400))
        #expect(flow.pollFailed(busy, at: .zero) == .giveUp(.expired))
        #expect(self.flow(5, 3).codeIssued(at: .zero) == .giveUp(.expired))
    }
}
