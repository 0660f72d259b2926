import Testing

@testable import GraphSimulator

struct FaultTableTests {
    private let subject = FaultSubject(
        cloud: .global, operation: .cancel, tenantNames: ["t", "t.example"], mailboxNames: ["m", "m@t.example"],
        eventIDs: ["E", "I"]
    )

    @Test(arguments: [
        (FaultRule(), true),
        (FaultRule(cloud: .global, tenant: "T.example", mailbox: "M", event: "I", operation: .cancel), true),
        (FaultRule(cloud: .usGovL4), false),
        (FaultRule(tenant: "other"), false),
        (FaultRule(mailbox: "other"), false),
        (FaultRule(event: "e"), false),
        (FaultRule(operation: .read), false),
    ])
    func everyGivenCriterionMustHold(rule: FaultRule, hits: Bool) {
        var table = FaultTable()
        _ = table.add(rule)
        #expect((table.take(for: subject) != nil) == hits)
    }

    @Test func aRuleIsUsedUpAndTheNextOneFollows() {
        var table = FaultTable()
        _ = table.add(FaultRule(times: 2, effect: .dropBeforeActing))
        _ = table.add(FaultRule(times: nil, effect: .dropAfterActing))
        let effects = (0..<5).map { _ in table.take(for: subject)?.rule.effect }
        #expect(effects.prefix(2).allSatisfy { $0 == .dropBeforeActing })
        #expect(effects.dropFirst(2).allSatisfy { $0 == .dropAfterActing })
        table.removeAll()
        #expect(table.take(for: subject) == nil)
    }

    @Test func rulesOfAnEventAndOfAnyKeepTheirOrder() {
        var table = FaultTable()
        _ = table.add(FaultRule(event: "E", effect: .dropBeforeActing))
        _ = table.add(FaultRule(times: 2, effect: .dropAfterActing))
        _ = table.add(FaultRule(event: "I", effect: .html(status: 200)))
        _ = table.add(FaultRule(event: "other", effect: .errorMix))
        #expect(table.active.map(\.id) == [1, 2, 3, 4])
        let effects = (0..<5).map { _ in table.take(for: subject)?.rule.effect }
        #expect(effects == [.dropBeforeActing, .dropAfterActing, .dropAfterActing, .html(status: 200), nil])
        #expect(table.active.map(\.id) == [4])
        #expect(!table.isEmpty)
        table.removeAll()
        #expect(table.isEmpty)
    }

    @Test func aRuleOfAnEventIsUsedUpAsAnyOther() {
        var table = FaultTable()
        _ = table.add(FaultRule(event: "I", times: 2, effect: .dropBeforeActing))
        #expect((0..<3).map { _ in table.take(for: subject) != nil } == [true, true, false])
        #expect(table.isEmpty)
    }

    @Test func aRuleThatIsTakenBackHitsNothingMoreAndTheOthersStay() {
        var table = FaultTable()
        let first = table.add(FaultRule(times: nil, effect: .dropBeforeActing))
        _ = table.add(FaultRule(times: nil, effect: .dropAfterActing))
        #expect(table.take(for: subject)?.rule.effect == .dropBeforeActing)
        for number in [first, 99] { table.remove(number) }
        #expect(table.take(for: subject)?.rule.effect == .dropAfterActing)
    }

    @Test func aRateHitsItsShareAndTheOthersNeitherUseItUpNorNoticeIt() {
        var table = FaultTable(seed: 7)
        _ = table.add(FaultRule(times: 999, rate: 0.2, effect: .dropBeforeActing))
        let hits = (0..<1000).filter { _ in table.take(for: subject) != nil }.count
        // Six standard deviations of a fair draw; the seed makes it the same every time.
        #expect(124...276 ~= hits)
        #expect(table.active.first?.rule.times == 999 - hits)
        table.removeAll()
        _ = table.add(FaultRule(times: nil, rate: 0, effect: .dropBeforeActing))
        _ = table.add(FaultRule(times: nil, effect: .dropAfterActing))
        #expect(table.take(for: subject)?.rule.effect == .dropAfterActing)
    }

    @Test func theErrorMixIsMicrosoftsUsualErrorsAndRepeatsWithItsSeed() {
        func draw(_ seed: UInt64) -> [FaultEffect] {
            var table = FaultTable(seed: seed)
            _ = table.add(FaultRule(times: nil, effect: .errorMix))
            return (0..<300).compactMap { _ in table.take(for: subject)?.rule.effect }
        }
        let drawn = draw(1)
        #expect(drawn == draw(1))
        #expect(drawn != draw(2))
        var seen: Set<String> = []
        for effect in drawn {
            switch effect {
            case .answer(let answer): seen.insert("\(answer.status) \(answer.retryAfter != nil)")
            case .answerAfterActing(let answer): seen.insert("\(answer.status) acted")
            default: Issue.record("drew \(effect)")
            }
        }
        #expect(seen == ["429 true", "503 true", "504 false", "504 acted", "500 false"])
    }
}
