import CommandContract

@testable import RescindApp

/// A shelf filled without Kafka: one partition, a letter a minute.
struct LetterShelf {
    static let start = Timestamp(milliseconds: 1_800_000_000_000)
    static let decoder = RecordDecoder(maximumBytes: 131_072)

    private(set) var shelf: DeadLetterShelf
    private var next: Int64 = 0

    init(_ records: [ContractRecord], proof: LetterProof = LetterProof()) {
        shelf = DeadLetterShelf(decoder: Self.decoder, proof: proof)
        for record in records { add(record) }
    }

    init(_ letters: [PlantedLetter], proof: LetterProof = LetterProof()) throws {
        self.init(try letters.map { try $0.record }, proof: proof)
    }

    mutating func add(_ record: ContractRecord) {
        let position = RecordPosition(
            topic: Laboratory.deadLetters, partition: 0, offset: next, timestamp: Self.start + .seconds(60 * next))
        shelf.take(position: position, key: record.key, value: record.value, headers: record.headers)
        next += 1
    }

    var states: [LetterState] { shelf.letters.map { shelf.state(of: $0) } }
}
