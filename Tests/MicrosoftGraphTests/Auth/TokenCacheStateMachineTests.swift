import Testing

@testable import MicrosoftGraph

@Suite struct TokenCacheStateMachineTests {
    private let key = TokenCacheKey(authority: "a", tenantID: "t", clientID: "c", scope: "s")
    private let start = ContinuousClock.now

    private func token(_ value: String, lifetime: Duration = .seconds(3600)) -> AccessToken {
        AccessToken(cloud: .global, value: Secret(value), expiry: self.start.advanced(by: lifetime))
    }

    /// The action as a word.
    private func request(_ machine: inout TokenCacheStateMachine, _ waiter: UInt64) -> String {
        switch machine.tokenRequested(self.key, by: waiter, at: self.start) {
        case .use(let token): token.value.reveal()
        case .wait: "wait"
        case .refreshAndWait: "refresh"
        }
    }

    @Test("the first starts the refresh, later ones wait, all are told")
    func oneRefresh() {
        var machine = TokenCacheStateMachine()
        #expect(self.request(&machine, 1) == "refresh")
        #expect(self.request(&machine, 2) == "wait")
        #expect(machine.refreshEnded(self.key, with: self.token("T")) == [1, 2])
        #expect(self.request(&machine, 3) == "T")
    }

    @Test("a refresh whose waiters all left is still the one refresh, and its token is kept")
    func abandonedRefresh() {
        var machine = TokenCacheStateMachine()
        #expect(self.request(&machine, 1) == "refresh")
        machine.waiterLeft(1, self.key)
        #expect(self.request(&machine, 2) == "wait")
        machine.waiterLeft(2, self.key)
        #expect(machine.refreshEnded(self.key, with: self.token("T")).isEmpty)
        #expect(self.request(&machine, 3) == "T")
    }

    @Test("after a failed refresh the next request starts one")
    func failedRefresh() {
        var machine = TokenCacheStateMachine()
        #expect(self.request(&machine, 1) == "refresh")
        #expect(machine.refreshEnded(self.key, with: nil) == [1])
        #expect(self.request(&machine, 2) == "refresh")
    }

    @Test("a token that comes with less than the margin serves its waiters and nobody after them")
    func shortLived() {
        var machine = TokenCacheStateMachine()
        #expect(self.request(&machine, 1) == "refresh")
        #expect(machine.refreshEnded(self.key, with: self.token("T", lifetime: .seconds(299))) == [1])
        #expect(self.request(&machine, 2) == "refresh")
    }

    @Test("a refused token is forgotten, another is not")
    func refused() {
        var machine = TokenCacheStateMachine()
        #expect(self.request(&machine, 1) == "refresh")
        #expect(machine.refreshEnded(self.key, with: self.token("T")) == [1])
        machine.tokenRefused(self.token("older"))
        #expect(self.request(&machine, 2) == "T")
        machine.tokenRefused(self.token("T"))
        #expect(self.request(&machine, 3) == "refresh")
    }
}
