import CommandContract

/// What is remembered of a dead letter while a topic of them is judged: no key, no value, no header of the sender's.
struct ShelvedLetter: Sendable {
    /// What of the record could still be carried out.
    enum Content: Sendable {
        /// The worker kept the record's hash only.
        case leftOut
        /// No command by the rules of this version.
        case unreadable
        /// A command, and until when its sender wants it carried out at all.
        case command(ReplayChain, deadline: Timestamp?)
    }

    /// In the dead-letter topic.
    let position: RecordPosition
    let outcomeID: String
    let fingerprint: FailureFingerprint
    /// A cancel request may have left for it, or for a command before it in its chain.
    let wasAttempted: Bool
    let content: Content
    /// Its source must sign and has not.
    let lacksProof: Bool

    init(_ letter: StoredLetter, decoder: RecordDecoder, proof: LetterProof = LetterProof()) {
        position = letter.position
        outcomeID = letter.outcomeID
        fingerprint = FailureFingerprint(reason: letter.reason, tenant: letter.tenant, code: letter.code)
        let decoded = letter.decoded(by: decoder)
        wasAttempted = letter.attempts > 0 || (decoded?.envelope?.replay?.attempts ?? 0) > 0
        lacksProof = (decoded?.envelope?.identity.source).map { proof.isMissing(of: $0, in: letter) } ?? false
        switch decoded {
        case nil: content = .leftOut
        case .command(let command):
            let deadlines = [command.notAfter, command.envelope.expiry].compactMap(\.self)
            content = .command(ReplayChain(command.envelope), deadline: deadlines.min())
        case .withdraw(let command):
            content = .command(ReplayChain(command.envelope), deadline: command.envelope.expiry)
        case .refused, .undecodable, .tombstone: content = .unreadable
        }
    }

    func isExpired(at now: Timestamp) -> Bool {
        if case .command(_, let deadline?) = content { now >= deadline } else { false }
    }

    var chain: ReplayChain? { if case .command(let chain, _) = content { chain } else { nil } }
}
