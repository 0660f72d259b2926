import CommandContract
import Testing

@testable import RescindApp

@Suite("Dead letters folded")
struct DeadLetterShelfTests {
    @Test("a letter is open until it is marked, and a discard outlasts everything")
    func marks() throws {
        let letters = (0..<4).map { PlantedLetter(id: "cmd-\($0)", offset: $0) }
        var records = try letters.map { try $0.record }
        // Before its letter, as another partition may give it.
        records.insert(try DeadLetterMark(.replayed, of: letters[1]).record, at: 0)
        records.append(try DeadLetterMark(.discarded, of: letters[2]).record)
        records.append(try DeadLetterMark(.replayed, of: letters[2]).record)
        #expect(LetterShelf(records).states == [.open, .replayed, .discarded, .open])
    }

    @Test("a letter whose replay has come back was replayed, whether or not its mark was written")
    func comeBack() throws {
        let letters = [
            PlantedLetter(id: "cmd-1~r1", replayOf: "cmd-1", offset: 1), PlantedLetter(id: "cmd-1", offset: 0),
            PlantedLetter(id: "cmd-1", source: "/other", offset: 2),
        ]
        #expect(try LetterShelf(letters).states == [.open, .replayed, .open])
    }

    @Test("the third return is quarantined")
    func quarantine() throws {
        for (returns, state) in [(1, LetterState.open), (2, .open), (3, .quarantined), (4, .quarantined)] {
            let letter = PlantedLetter(id: "cmd-1~r\(returns)", replayOf: "cmd-1")
            #expect(try LetterShelf([letter]).states == [state])
        }
    }

    @Test("a letter that a mirror has doubled counts once, and a foreign record not at all")
    func doubled() throws {
        var shelf = try LetterShelf([PlantedLetter(), PlantedLetter()])
        shelf.add(ContractRecord(key: nil, value: [1], headers: []))
        #expect(shelf.shelf.letters.count == 1)
        #expect(shelf.shelf.foreign == 1)
    }
}
