import Testing

@testable import MicrosoftGraph

@Suite("Token cache: whose request goes to Entra") struct TokenCacheStateMachineTests {
    @Test("the first starts the refresh, later ones wait, all are told")
    func oneRefresh() {
        var talk = CacheTalk()
        #expect(talk.ask() == "refresh")
        #expect(talk.ask() == "wait")
        #expect(talk.obtained(talk.token("T")) == ["1: T", "2: T"])
        #expect(talk.ask() == "use T")
    }

    @Test("a refresh whose waiters all left is still the one refresh, and its token is kept")
    func abandonedRefresh() {
        var talk = CacheTalk()
        #expect(talk.ask() == "refresh")
        talk.leave(1)
        #expect(talk.ask() == "wait")
        talk.leave(2)
        #expect(talk.obtained(talk.token("T")).isEmpty)
        #expect(talk.ask() == "use T")
    }

    /// Lifetime 3600 s, `refresh_in` 1800 s.
    @Test(
        "a token by its age",
        arguments: [
            (0, "use T"), (1799.999, "use T"), (1800, "use T, refresh"), (3300, "use T, refresh"),
            (3300.001, "refresh"), (3600, "refresh"), (9000, "refresh"),
        ]
    )
    func ages(age: Double, word: String) {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T", refresh: 1800))
        talk.now = age
        #expect(talk.ask() == word)
    }

    @Test("one caller starts the refresh ahead, everybody goes on with the old token meanwhile")
    func refreshAhead() {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T", refresh: 1800))
        talk.now = 1800
        #expect(talk.ask() == "use T, refresh")
        #expect(talk.ask() == "use T")
        talk.now = 3301
        #expect(talk.ask() == "wait")
        #expect(talk.obtained(talk.token("U")) == ["4: U"])
        #expect(talk.ask() == "use U")
    }

    @Test("a refresh ahead that failed is tried again after its back-off only, and nobody notices")
    func failedRefreshAhead() {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T", refresh: 1800))
        talk.now = 1800
        #expect(talk.ask() == "use T, refresh")
        #expect(talk.failed(.throttled).isEmpty)
        #expect(talk.ask() == "use T")
        talk.now = 1805
        #expect(talk.ask() == "use T, refresh")
    }

    /// Below the margin of five minutes a token is used when there is no other, down to ten seconds.
    @Test(
        "when a refresh fails, the old token is used as long as it truly lasts",
        arguments: [(3301, "2: T"), (3590, "2: T"), (3590.001, "2: throttled retriable for 5.0")]
    )
    func staleToken(age: Double, told: String) {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T"))
        talk.now = age
        #expect(talk.ask() == "refresh")
        #expect(talk.failed(.throttled) == [told])
        #expect(talk.ask() == (told == "2: T" ? "use T" : "fail throttled retriable for 5.0"))
    }

    @Test("the old token is used during the whole pause, then the failure is told")
    func staleTokenEnds() {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T"))
        talk.now = 3500
        _ = talk.ask()
        talk.failed(.throttled(for: 600))
        #expect(talk.ask() == "use T")
        talk.now = 3591
        #expect(talk.ask() == "fail throttled retriable for 509.0")
        talk.now = 4100
        #expect(talk.ask() == "refresh")
    }

    @Test("a token that comes with less than the margin is used for a while, not asked for by every caller")
    func shortLived() {
        var talk = CacheTalk()
        #expect(talk.ask() == "refresh")
        #expect(talk.obtained(talk.token("T", lives: 299)) == ["1: T"])
        talk.now = 4.999
        #expect(talk.ask() == "use T")
        talk.now = 5
        #expect(talk.ask() == "refresh")
    }

    @Test("a token that is at its end when it comes is a failure, not a reason to ask at once")
    func endsAtOnce() {
        var talk = CacheTalk()
        #expect(talk.ask() == "refresh")
        #expect(talk.obtained(talk.token("T", lives: 9)) == ["1: unreadableAnswer retriable for 5.0"])
        #expect(talk.ask() == "fail unreadableAnswer retriable for 5.0")
    }

    @Test("a refused token is forgotten, another is not")
    func refused() {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T"))
        talk.refused("older")
        #expect(talk.ask() == "use T")
        talk.refused("T")
        #expect(talk.ask() == "refresh")
    }

    @Test(
        "a replacement that is refused too stays for a minute: a third token would not help either",
        arguments: [(59.0, "use U"), (60.0, "refresh")]
    )
    func replacementRefused(age: Double, word: String) {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T"))
        talk.refused("T")
        _ = talk.ask()
        talk.obtained(talk.token("U"))
        talk.now = age
        talk.refused("U")
        #expect(talk.ask() == word)
    }

    @Test("the number of keys is bounded: what is idle goes first, then who was asked for longest ago, never a request")
    func keys() {
        func key(_ tenant: String) -> TokenCacheKey {
            TokenCacheKey(authority: "a", tenantID: tenant, clientID: "c", scope: "s")
        }
        var limits = TokenCacheLimits()
        limits.keys = 3
        var talk = CacheTalk(limits: limits)
        for (second, tenant) in ["used", "recent", "idle"].enumerated() {
            talk.now = Double(second)
            _ = talk.ask(key(tenant))
            talk.obtained(talk.token(tenant, lives: tenant == "idle" ? 20 : 9000), key(tenant))
        }
        talk.now = 100
        #expect(talk.ask(key("used")) == "use used")
        talk.now = 101
        #expect(talk.ask(key("a")) == "refresh")
        #expect(Set(talk.machine.entries.keys.map(\.tenantID)) == ["used", "recent", "a"])
        #expect(talk.ask(key("b")) == "refresh")
        #expect(Set(talk.machine.entries.keys.map(\.tenantID)) == ["used", "b", "a"])
        #expect(talk.ask(key("c")) == "refresh")
        #expect(talk.ask(key("a")) == "wait")
        #expect(talk.obtained(talk.token("A"), key("a")).count == 2)
    }

    @Test("a token that lacks a permission stays for a minute, then another is asked for, once a minute")
    func lacking() {
        var talk = CacheTalk()
        _ = talk.ask()
        talk.obtained(talk.token("T"))
        talk.now = 59
        let tooSoon = talk.foundLacking("T")
        #expect(!tooSoon)
        #expect(talk.ask() == "use T")
        talk.now = 60
        let (first, second) = (talk.foundLacking("T"), talk.foundLacking("T"))
        #expect(first && !second, "of many that find it lacking, one asks")
        #expect(talk.ask() == "refresh")
        talk.obtained(talk.token("U"))
        let (old, new) = (talk.foundLacking("T"), talk.foundLacking("U"))
        #expect(!old && !new)
        #expect(talk.ask() == "use U")
    }
}
