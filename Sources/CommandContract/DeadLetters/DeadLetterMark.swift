/// What somebody has done about a dead letter: a record of its own behind the letter, in the same topic, since what stands in a
/// topic is never changed.
///
/// The letter is named by the id of its outcome: there is one letter for each, and that id stays when a topic is mirrored, where
/// positions do not. A letter always has a reason and a mark never does, so no header that a sender has made up passes for one.
package struct DeadLetterMark: Hashable, Sendable {
    package enum Kind: String, Sendable {
        case replayed
        case discarded
    }

    package let kind: Kind
    /// Of the letter's outcome.
    package let outcomeID: String
    /// `id` of the command that was sent for it.
    package let replayedAs: String?

    package init(_ kind: Kind, outcomeID: String, replayedAs: String? = nil) {
        self.kind = kind
        self.outcomeID = outcomeID
        self.replayedAs = replayedAs
    }

    /// - Returns: nil for any other record.
    package init?(headers: [RecordHeader]) {
        guard DeadLetterHeader.text(DeadLetterHeader.reason, in: headers) == nil,
            let kind = DeadLetterHeader.text(Self.header, in: headers).flatMap(Kind.init(rawValue:)),
            let outcomeID = DeadLetterHeader.text(DeadLetterHeader.outcomeID, in: headers)
        else { return nil }
        self.init(kind, outcomeID: outcomeID, replayedAs: DeadLetterHeader.text(Self.replayedAsHeader, in: headers))
    }

    package var record: ContractRecord {
        let replayed = replayedAs.map { [RecordHeader(Self.replayedAsHeader, $0)] } ?? []
        return ContractRecord(
            key: Array(outcomeID.utf8), value: [],
            headers: [
                RecordHeader(Self.header, kind.rawValue), RecordHeader(DeadLetterHeader.outcomeID, outcomeID),
            ] + replayed
        )
    }

    package static let header = "rescind-mark"
    package static let replayedAsHeader = "rescind-replayed-as"
}
