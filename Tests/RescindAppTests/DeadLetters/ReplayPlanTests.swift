import CommandContract
import Testing

@testable import RescindApp

@Suite("Replay plans")
struct ReplayPlanTests {
    private static let now = LetterShelf.start

    private func plan(
        _ letters: [PlantedLetter], limit: Int? = nil, fromQuarantine: Bool = false, mustSign: Set<String> = []
    ) throws -> ReplayPlan {
        ReplayPlan(
            shelf: try LetterShelf(letters, proof: LetterProof(mustSign: mustSign)).shelf,
            selection: LetterSelection(limit: limit),
            judge: ReplayJudge(now: Self.now, fromQuarantine: fromQuarantine)
        )
    }

    @Test("what cannot be carried out is counted by why, and only the rest is sent")
    func verdicts() throws {
        let letters: [(PlantedLetter, ReplayVerdict)] = [
            (PlantedLetter(id: "a"), .replayable),
            (PlantedLetter(id: "b", notAfter: (Self.now + .seconds(1)).rfc3339), .replayable),
            (PlantedLetter(id: "c", notAfter: Self.now.rfc3339), .expired),
            (PlantedLetter(reason: .malformed, value: Array("{".utf8)), .undecodable),
            (PlantedLetter(reason: .tooLarge, value: [UInt8](repeating: 0, count: 9000), maximumBytes: 4000), .leftOut),
            (PlantedLetter(id: "d", source: "/signing"), .unsigned),
            (PlantedLetter(id: String(repeating: "i", count: 199)), .idTooLong),
            (PlantedLetter(id: "e~r3", replayOf: "e"), .quarantined),
        ]
        for (index, (letter, verdict)) in letters.enumerated() {
            var letter = letter
            letter.offset = Int64(index)
            let plan = try plan([letter], mustSign: ["/signing"])
            #expect(plan.count(verdict) == 1, "\(verdict)")
            #expect(plan.places.count == (verdict == .replayable ? 1 : 0))
        }
        #expect(Set(letters.map(\.1)).count == ReplayVerdict.allCases.count - 1)
    }

    @Test("the histogram has a row for each reason and tenant, and says how many look first")
    func histogram() throws {
        let letters = [
            PlantedLetter(id: "a", attempts: 1, offset: 0), PlantedLetter(id: "b", attempts: 0, offset: 1),
            PlantedLetter(id: "c", tenant: "contoso.example", offset: 2),
            PlantedLetter(reason: .malformed, attempts: 0, value: [1], offset: 3),
        ]
        let plan = try plan(letters)
        #expect(plan.histogram.count == 3)
        #expect(plan.count(.replayable) == 3)
        #expect(plan.lookingFirst == 2)
        let text = ReplayText.plan(plan, rate: 10, isDryRun: true)
        #expect(text.contains("Nothing is sent. With --confirm: 3 commands, 2 of which look at the meeting"))
    }

    @Test("the limit counts what is sent, not what is passed over")
    func limit() throws {
        let letters = (0..<6).map { number in
            PlantedLetter(id: "c\(number)", notAfter: number < 3 ? Self.now.rfc3339 : nil, offset: Int64(number))
        }
        let plan = try plan(letters, limit: 2)
        #expect(plan.places == [ReplayPlan.Place(partition: 0, offset: 3), ReplayPlan.Place(partition: 0, offset: 4)])
    }

    /// Everything fails every time; the operator replays whatever list calls replayable, for ever.
    @Test("a group that fails every time is sent three times and ends in quarantine")
    func poison() throws {
        var topic = try (0..<20).map { try PlantedLetter(id: "poison-\($0)", offset: Int64($0)).record }
        var sent = 0
        for round in 0..<10 {
            let shelf = LetterShelf(topic).shelf
            let plan = ReplayPlan(
                shelf: shelf, selection: LetterSelection(), judge: ReplayJudge(now: Self.now))
            sent += plan.places.count
            for letter in shelf.letters
            where plan.places.contains(ReplayPlan.Place(partition: 0, offset: letter.position.offset)) {
                let chain = try #require(letter.chain?.next)
                topic.append(
                    try PlantedLetter(
                        id: chain.commandID, replayOf: chain.id, offset: Int64(1000 * (round + 1) + topic.count)
                    )
                    .record)
            }
        }
        #expect(sent == 60)
        let states = LetterShelf(topic).states
        #expect(states.count { $0 == .quarantined } == 20)
        #expect(states.count { $0 == .replayed } == 60)
        #expect(!states.contains(.open))
        let once = ReplayPlan(
            shelf: LetterShelf(topic).shelf, selection: LetterSelection(),
            judge: ReplayJudge(now: Self.now, fromQuarantine: true))
        #expect(once.places.count == 20)
    }

    @Test("commands go evenly, and a pause is not made up for")
    func pace() {
        var pace = ReplayPace(rate: 10)
        #expect(pace.turn(at: .seconds(5)) == .zero)
        #expect(pace.turn(at: .seconds(5)) == .milliseconds(100))
        #expect(pace.turn(at: .milliseconds(5100)) == .milliseconds(100))
        #expect(pace.turn(at: .seconds(60)) == .zero)
        #expect(pace.turn(at: .seconds(60)) == .milliseconds(100))
    }
}
