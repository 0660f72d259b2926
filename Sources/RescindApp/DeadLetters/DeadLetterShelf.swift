import CommandContract

/// Everything a dead-letter topic says, folded: the letters, and what has been done about each.
///
/// In whatever order the records come, since a topic has several partitions. What was done is told by marks, and by the letters
/// themselves: one whose replay is back among them was replayed, whether or not its mark was written.
struct DeadLetterShelf: Sendable {
    /// After so many returns a letter is quarantined: it was sent three times, and failed three times.
    static let bearableReturns = 3

    /// Letters and marks that a reading holds at most, unless told otherwise. A letter takes some 1.6 KB, measured with 60,000.
    static let usualBound = 250_000

    private struct Origin: Hashable, Sendable {
        let source: String
        let id: String

        init(_ chain: ReplayChain) {
            source = chain.source
            id = chain.id
        }
    }

    private let decoder: RecordDecoder
    private let proof: LetterProof
    private(set) var letters: [ShelvedLetter] = []
    /// Records that are neither a letter nor a mark.
    private(set) var foreign = 0
    private var outcomes: Set<String> = []
    private var marks: [String: DeadLetterMark.Kind] = [:]
    private var furthest: [Origin: Int] = [:]

    init(decoder: RecordDecoder, proof: LetterProof = LetterProof()) {
        self.decoder = decoder
        self.proof = proof
    }

    mutating func take(position: RecordPosition, key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader]) {
        if let letter = StoredLetter(position: position, key: key, value: value, headers: headers) {
            take(letter)
        } else if let mark = DeadLetterMark(headers: headers) {
            // Whatever is sent after it was discarded: nobody is to think about it again.
            if marks[mark.outcomeID] != .discarded { marks[mark.outcomeID] = mark.kind }
        } else {
            foreign += 1
        }
    }

    private mutating func take(_ letter: StoredLetter) {
        // A mirrored topic may hold one twice.
        guard outcomes.insert(letter.outcomeID).inserted else { return }
        let shelved = ShelvedLetter(letter, decoder: decoder, proof: proof)
        letters.append(shelved)
        guard let chain = shelved.chain else { return }
        furthest[Origin(chain)] = max(furthest[Origin(chain)] ?? 0, chain.number)
    }

    /// What is held in memory: letters, and marks of what was done about some.
    var held: Int { letters.count + marks.count }

    func state(of letter: ShelvedLetter) -> LetterState {
        switch marks[letter.outcomeID] {
        case .discarded: return .discarded
        case .replayed: return .replayed
        case nil: break
        }
        guard let chain = letter.chain else { return .open }
        if chain.number < furthest[Origin(chain)] ?? 0 { return .replayed }
        return chain.number >= Self.bearableReturns ? .quarantined : .open
    }
}
