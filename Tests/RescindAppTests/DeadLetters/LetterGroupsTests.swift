import CommandContract
import Testing

@testable import RescindApp

@Suite("Dead letters grouped")
struct LetterGroupsTests {
    private let judge = ReplayJudge(now: LetterShelf.start)

    private func list(_ shelf: LetterShelf, _ selection: LetterSelection = LetterSelection(), all: Bool = false)
        -> LetterList
    {
        LetterList(topic: "letters", shelf: shelf.shelf, selection: selection, judge: judge, all: all)
    }

    @Test("ten thousand letters of mixed kinds, each in its group, and none twice")
    func tenThousand() throws {
        let tenants = (1...5).map { "10000000-0000-4000-8000-00000000000\($0)" }
        let letters = (0..<10_000).map { number in
            PlantedLetter(
                id: "cmd-\(number)", tenant: tenants[number % 5], code: number % 2 == 0 ? "UnknownError" : "ErrorBusy",
                offset: Int64(number)
            )
        }
        let shelf = try LetterShelf(letters)
        let groups = list(shelf).groups
        #expect(groups.count == 10)
        #expect(groups.allSatisfy { $0.count(.open) == 1000 && $0.replayable == 1000 })
        #expect(Set(groups.map(\.fingerprint.id)).count == 10)
    }

    @Test("reason, tenant and code make the group; its id is the same everywhere")
    func fingerprint() {
        let one = FailureFingerprint(reason: "answerLost", tenant: "t", code: "UnknownError")
        #expect(one.id == "d543add8")
        let others = [
            FailureFingerprint(reason: "answerLost", tenant: nil, code: "UnknownError"),
            FailureFingerprint(reason: "answerLost", tenant: "t", code: nil),
            FailureFingerprint(reason: "malformed", tenant: "t", code: "UnknownError"),
        ]
        #expect(Set((others + [one]).map(\.id)).count == 4)
    }

    @Test("groups in which nothing is open are counted and left out")
    func done() throws {
        let letters = [
            PlantedLetter(id: "a", code: "A", offset: 0), PlantedLetter(id: "b", code: "B", offset: 1),
            PlantedLetter(id: "b2", code: "B", offset: 2),
        ]
        var shelf = try LetterShelf(letters)
        shelf.add(try DeadLetterMark(.discarded, of: letters[0]).record)
        let short = list(shelf)
        #expect(short.groups.map(\.fingerprint.code) == ["B"])
        #expect(short.doneGroups == 1)
        #expect(short.groups.first?.oldest == LetterShelf.start + .seconds(60))
        #expect(short.groups.first?.newest == LetterShelf.start + .seconds(120))
        #expect(short.groups.first?.example?.offset == 2)
        #expect(list(shelf, all: true).groups.count == 2)
    }

    @Test("neither text nor JSON names a mailbox, an event or a command, and a code moves no cursor")
    func secrecy() throws {
        var letter = PlantedLetter(id: "cmd-secret", user: "ada@contoso.example", event: "AAMkSecret=")
        letter.code = nil
        var headers = try letter.record.headers
        headers.append(RecordHeader("rescind-code", "a\u{1B}[2J\u{202E}"))
        let record = try ContractRecord(key: letter.record.key, value: letter.record.value, headers: headers)
        let list = list(LetterShelf([record]))
        for text in [list.text, list.json] {
            #expect(text.contains("answerLost"))
            #expect(!text.contains("ada@") && !text.contains("AAMk") && !text.contains("cmd-secret"))
        }
        #expect(!list.text.contains("\u{1B}") && !list.text.contains("\u{202E}"))
    }

    @Test("a selection holds what it says: group, tenant, time; the limit counts the oldest")
    func selection() throws {
        let letters = (0..<6).map { number in
            PlantedLetter(
                id: "cmd-\(number)", tenant: number < 3 ? "contoso.example" : "fabrikam.example", offset: Int64(number))
        }
        let shelf = try LetterShelf(letters)
        func count(_ change: (inout LetterSelection) -> Void) -> Int {
            var selection = LetterSelection()
            change(&selection)
            return list(shelf, selection).groups.reduce(0) { $0 + $1.count(.open) }
        }
        let group = try #require(shelf.shelf.letters.first?.fingerprint.id)
        #expect(count { $0.group = group } == 3)
        #expect(count { $0.tenant = "fabrikam.example" } == 3)
        #expect(count { $0.since = LetterShelf.start + .seconds(60) } == 5)
        #expect(count { $0.until = LetterShelf.start + .seconds(60) } == 1)
        #expect(count { $0.limit = 4 } == 4)
        #expect(count { $0.group = "00000000" } == 0)
    }
}
