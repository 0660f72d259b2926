import Testing

@testable import MicrosoftGraph

@Suite("Token cache: when Entra is left alone") struct TokenCacheBackoffTests {
    @Test("a failure is told to everybody until its back-off is over, each time with what is left of it")
    func backoff() {
        var talk = CacheTalk()
        #expect(talk.ask() == "refresh")
        #expect(talk.ask() == "wait")
        #expect(
            talk.failed(.throttled) == ["1: throttled retriable for 5.0", "2: throttled retriable for 5.0"])
        talk.now = 3
        #expect(talk.ask() == "fail throttled retriable for 2.0")
        talk.now = 5
        #expect(talk.ask() == "refresh")
    }

    /// The floor alone and the full spread; the second doubles up to its cap.
    @Test(
        "back-off grows with each failure, is never under Entra's five seconds and never over two minutes",
        arguments: [
            (0.0, [5, 5, 5, 5, 5, 5, 5]), (0.5, [7.5, 12.5, 22.5, 42.5, 62.5, 62.5, 62.5]),
            (1.0, [10, 20, 40, 80, 120, 120, 120]),
        ] as [(Double, [Double])]
    )
    func growth(jitter: Double, waits: [Double]) {
        var talk = CacheTalk()
        talk.jitter = jitter
        for wait in waits {
            #expect(talk.ask() == "refresh")
            talk.failed(.throttled)
            #expect(talk.ask() == "fail throttled retriable for \(wait)")
            talk.now += wait
        }
        _ = talk.ask()
        talk.obtained(talk.token("T", lives: 20))
        talk.now += 20
        _ = talk.ask()
        talk.failed(.throttled)
        #expect(talk.ask() == "fail throttled retriable for \(waits[0])")
    }

    @Test(
        "Retry-After takes the place of the back-off, within an hour; zero says nothing",
        arguments: [(3.0, 3.0), (5000.0, 3600.0), (0.0, 5.0)]
    )
    func retryAfter(asked: Double, wait: Double) {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.failed(.throttled(for: asked))
        #expect(talk.ask() == "fail throttled retriable for \(wait)")
        talk.now = wait.nextDown
        #expect(talk.ask().hasPrefix("fail"))
        talk.now = wait
        #expect(talk.ask() == "refresh")
    }

    @Test("a clear refusal is remembered for a minute", arguments: [TokenError.wrongSecret, .noConsent])
    func refusal(error: TokenError) {
        let name = error.oauthError ?? ""
        var talk = CacheTalk()
        _ = talk.ask()
        #expect(talk.failed(error) == ["1: \(name) permanent"])
        talk.now = 59
        #expect(talk.ask() == "fail \(name) permanent for 1.0")
        talk.now = 60
        #expect(talk.ask() == "refresh")
    }

    @Test("what never went to Entra is tried again at once", arguments: [TokenError.unreadable])
    func notAsked(error: TokenError) {
        var talk = CacheTalk()
        _ = talk.ask()
        #expect(talk.failed(error) == ["1: secretUnreadable retriable"])
        #expect(talk.ask() == "refresh")
    }

    @Test("the first refusal of a credential that has worked may be its rotation, the second is believed")
    func rotation() {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T"))
        talk.now = 3600
        _ = talk.ask()
        #expect(talk.failed(.wrongSecret) == ["2: invalid_client retriable for 5.0"])
        talk.now = 3605
        #expect(talk.ask() == "refresh")
        #expect(talk.failed(.wrongSecret) == ["3: invalid_client permanent"])
        talk.now = 3665
        _ = talk.ask()
        talk.obtained(talk.token("U"))
        talk.now = 9000
        _ = talk.ask()
        #expect(talk.failed(.wrongSecret) == ["5: invalid_client retriable for 5.0"])
    }

    @Test("a refusal of what is asked for is no rotation")
    func consentWithdrawn() {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T"))
        talk.now = 3600
        _ = talk.ask()
        #expect(talk.failed(.noConsent) == ["2: unauthorized_client permanent"])
    }

    @Test("one key's pause is not another's")
    func keys() {
        let other = TokenCacheKey(authority: "a", tenantID: "other", clientID: "c", scope: "s")
        var talk = CacheTalk()
        _ = talk.ask()
        talk.failed(.throttled)
        #expect(talk.ask(other) == "refresh")
    }
}
