import GraphSimulator
import Testing

@testable import rescind_lab

@Suite("what a storm is made of")
struct StormScriptTests {
    private func settings(seed: UInt64 = 1) -> StormSettings {
        var settings = StormSettings()
        settings.seed = seed
        return settings
    }

    @Test("nine of ten commands go to one mailbox, the others as many a second as in the calm phase")
    func shares() {
        let orders = StormScript.orders(settings())
        let storm = orders.filter { $0.due >= .seconds(45) }
        #expect(storm.count == 3000)
        #expect(storm.count { $0.place.mailbox == StormWorld.hotMailbox } == 2700)
        #expect(orders.count - storm.count == 45)
        #expect(orders.allSatisfy { $0.due < .seconds(345) && $0.due >= .zero })
        #expect(orders.map(\.due) == orders.map(\.due).sorted())
        #expect(Set(orders.map(\.group)) == Set(StormGroup.allCases))
    }

    @Test("the same seed gives the same storm, another one another")
    func seeds() {
        #expect(StormScript.orders(settings()) == StormScript.orders(settings()))
        #expect(StormScript.orders(settings()) != StormScript.orders(settings(seed: 2)))
    }

    @Test("the budget binds the hot mailbox while its commands come, and lets all of them through before the end")
    func budget() {
        let settings = settings()
        let perMinute = Double(settings.cancelsPerMinute)
        let coming = Double(settings.hotCommands) / (settings.storm * StormSettings.hotSpan / .seconds(60))
        #expect(coming > perMinute * 1.2)
        #expect(perMinute * (settings.storm / .seconds(60)) >= Double(settings.hotCommands))
    }

    @Test("a storm whose hot mailbox would need more requests than Outlook takes in ten minutes is not begun")
    func feasible() {
        var settings = settings()
        #expect(settings.isFeasible)
        settings.rate = 17
        #expect(!settings.isFeasible)
        settings.rate = 7
        settings.storm = .seconds(3600)
        #expect(settings.isFeasible)
        settings.rate = 9
        #expect(!settings.isFeasible)
    }

    @Test("every mailbox of the storm's world is of one group, in several clouds")
    func world() throws {
        #expect(StormGroup.allCases.map { StormWorld.places(of: $0).count } == [36, 11, 1, 4, 24])
        #expect(StormWorld.groups.count == 76)
        #expect(Set(StormWorld.tenants.map(\.cloud)).count == 3)
        #expect(try StormWorld.world().mailboxes.count == 84)
    }

    @Test("the cloud is down for a fifth of the storm, and the weather is fine before and after it")
    func weather() {
        let changes = StormWeather.changes(settings())
        let spans = zip(changes, changes.dropFirst())
        let down = spans.filter { $0.0.rules.first?.cloud == StormWorld.awayCloud }.map { $0.1.at - $0.0.at }
        #expect(down.reduce(.zero, +) == .seconds(60))
        #expect(changes.map(\.at) == changes.map(\.at).sorted())
        for change in [changes.first, changes.last] {
            #expect(change?.rules.allSatisfy { $0.effect == .none && $0.delayBeforeActing > .zero } == true)
        }
    }

    @Test("of the throttled tenant's requests nine in ten are turned away, each wait as often as the others")
    func throttling() throws {
        let rules = try #require(StormWeather.changes(settings()).first { $0.at == .seconds(45) }?.rules)
        var left = 1.0
        for rule in rules where rule.tenant != nil {
            #expect(abs(left * rule.rate - 0.18) < 1e-9)
            left *= 1 - rule.rate
        }
        #expect(abs(left - 0.1) < 1e-9)
        // The rest is answered, sooner or later.
        #expect(rules.last?.rate == 1)
    }

    @Test("resident memory is read as proc(5) writes it, and nothing else is taken for it")
    func memory() {
        #expect(ResidentMemory.bytes(status: "VmPeak:\t  9 kB\nVmRSS:\t   61440 kB\nRssAnon:\t 1 kB\n") == 62_914_560)
        for text in ["", "VmRSS:\n", "VmRSS:\t 5 MB\n", "VmRSS:\t x kB\n"] {
            #expect(ResidentMemory.bytes(status: text) == nil)
        }
    }
}
