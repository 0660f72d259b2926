import Testing

@testable import HTTPService

@Suite("Replay window")
struct ReplayWindowTests {
    private let webhook = VerifiedWebhook(source: "/a", id: "1")

    @Test("an accepted request is known again, another body under its id is a conflict")
    func known() {
        var window = ReplayWindow(span: 600)
        #expect(window.received(webhook, digest: [1], now: 0) == .new)
        #expect(window.received(webhook, digest: [1], now: 0) == .inProgress)
        window.accepted(webhook, commandID: "c")
        #expect(window.received(webhook, digest: [1], now: 599) == .repeated(commandID: "c"))
        #expect(window.received(webhook, digest: [2], now: 599) == .otherContent)
        #expect(window.received(VerifiedWebhook(source: "/b", id: "1"), digest: [2], now: 599) == .new)
    }

    @Test("a request that was not stored may come again, with any body")
    func failed() {
        var window = ReplayWindow(span: 600)
        _ = window.received(webhook, digest: [1], now: 0)
        window.failed(webhook)
        #expect(window.received(webhook, digest: [2], now: 0) == .new)
    }

    @Test("it is remembered for a span at least and two at most")
    func forgetting() {
        var window = ReplayWindow(span: 600)
        let other = VerifiedWebhook(source: "/a", id: "2")
        _ = window.received(other, digest: [0], now: 0)
        #expect(window.received(webhook, digest: [1], now: 599) == .new)
        window.accepted(webhook, commandID: "c")
        #expect(window.received(webhook, digest: [1], now: 1199) == .repeated(commandID: "c"))
        #expect(window.received(webhook, digest: [1], now: 1800) == .new)
    }

    @Test("after a long silence nothing is left, and a clock set back forgets nothing")
    func clockJumps() {
        var window = ReplayWindow(span: 600)
        _ = window.received(webhook, digest: [1], now: 10_000)
        #expect(window.received(webhook, digest: [1], now: 5_000) == .inProgress)
        #expect(window.received(webhook, digest: [1], now: 11_200) == .new)
    }

    @Test("a flood is bounded: the oldest are forgotten first")
    func bounded() {
        var window = ReplayWindow(span: 600, capacity: 2)
        let all = (0..<5).map { VerifiedWebhook(source: "/a", id: "\($0)") }
        for each in all { #expect(window.received(each, digest: [1], now: 0) == .new) }
        #expect(window.received(all[4], digest: [1], now: 0) == .inProgress)
        #expect(window.received(all[0], digest: [1], now: 0) == .new)
    }
}
