import Testing

@testable import MicrosoftGraph

@Suite("Token cache: claims challenges") struct TokenCacheChallengeTests {
    private static let json = #"{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}"#
    private let claims: ClaimsRequest

    init() throws { claims = try #require(ClaimsRequest.challenge(Self.json)) }

    private func talk() -> CacheTalk {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T", refresh: 1800))
        return talk
    }

    @Test("the challenged token is dropped, the next request carries the claims, and its token ends the matter")
    func once() {
        var talk = talk()
        #expect(talk.challenged("T", claims) == .willBeReplaced)
        #expect(talk.ask() == "refresh with \(Self.json)")
        #expect(talk.ask() == "wait")
        #expect(talk.obtained(talk.token("U")) == ["2: U", "3: U"])
        talk.now = 3600
        #expect(talk.ask() == "refresh")
    }

    @Test("claims are sent until a token was obtained, through failures, and no earlier than Entra allows")
    func kept() {
        var talk = talk()
        _ = talk.challenged("T", claims)
        _ = talk.ask()
        #expect(talk.failed(.throttled(for: 7)) == ["2: throttled retriable for 7.0"])
        #expect(talk.ask() == "fail throttled retriable for 7.0")
        talk.now = 7
        #expect(talk.ask() == "refresh with \(Self.json)")
        talk.failed(.unreadable)
        #expect(talk.ask() == "refresh with \(Self.json)")
    }

    @Test("a challenge of a token that is no longer the present one changes nothing")
    func late() {
        var talk = talk()
        _ = talk.challenged("T", claims)
        #expect(talk.challenged("T", claims) == .replacedAlready)
        _ = talk.ask()
        talk.obtained(talk.token("U"))
        #expect(talk.challenged("T", claims) == .replacedAlready)
        #expect(talk.ask() == "use U")
        var empty = CacheTalk()
        #expect(empty.challenged("T", claims) == .replacedAlready)
    }

    @Test(
        "a token obtained for a challenge and challenged again was no help, unless time has passed",
        arguments: [(1.0, .unsatisfied), (899.0, .unsatisfied), (900.0, .willBeReplaced)]
            as [(Double, ClaimsChallengeEffect)]
    )
    func again(age: Double, effect: ClaimsChallengeEffect) {
        var talk = talk()
        _ = talk.challenged("T", claims)
        _ = talk.ask()
        talk.obtained(talk.token("U"))
        talk.now = age
        #expect(talk.challenged("U", claims) == effect)
        #expect(talk.ask() == "refresh with \(Self.json)")
    }

    @Test("a token renewed for its age is not one obtained for a challenge")
    func ordinaryRenewal() {
        var talk = talk()
        talk.refused("T")
        _ = talk.ask()
        talk.obtained(talk.token("U"))
        #expect(talk.challenged("U", claims) == .willBeReplaced)
    }

    @Test("a refresh that was on its way without the claims is asked for again, its waiters wait on")
    func duringRefresh() {
        var talk = talk()
        talk.now = 1800
        #expect(talk.ask() == "use T, refresh")
        #expect(talk.challenged("T", claims) == .willBeReplaced)
        #expect(talk.ask() == "wait")
        #expect(talk.obtained(talk.token("U")) == ["again with \(Self.json)"])
        #expect(talk.ask() == "wait")
        #expect(talk.obtained(talk.token("V")) == ["3: V", "4: V"])
        #expect(talk.challenged("V", claims) == .unsatisfied)
    }

    @Test("nobody waits: the token without the claims is dropped, and the next caller asks with them")
    func duringRefreshUnwatched() {
        var talk = talk()
        talk.now = 1800
        _ = talk.ask()
        _ = talk.challenged("T", claims)
        #expect(talk.obtained(talk.token("U")).isEmpty)
        #expect(talk.ask() == "refresh with \(Self.json)")
    }
}
