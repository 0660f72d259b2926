import CommandContract

/// What a decoder said, without the rule's wording: comparable, and short in a failure's message.
enum Verdict: Equatable, Sendable {
    case command
    case withdraw
    case refused(OutcomeReason, field: String)
    case undecodable(OutcomeReason, field: String)
    case tombstone

    init(_ decoded: RecordDecoder.Decoded) {
        switch decoded {
        case .command: self = .command
        case .withdraw: self = .withdraw
        case .refused(_, let reason, let fault): self = .refused(reason, field: fault.field)
        case .undecodable(let reason, let fault): self = .undecodable(reason, field: fault.field)
        case .tombstone: self = .tombstone
        }
    }

    static func invalid(_ field: String) -> Verdict { .refused(.fieldInvalid, field: field) }
    static func malformed(_ field: String) -> Verdict { .undecodable(.malformed, field: field) }
}

extension RecordDecoder.Decoded {
    var verdict: Verdict { Verdict(self) }

    /// The command, or nil when there is none.
    var command: CancelCommand? {
        if case .command(let command) = self { command } else { nil }
    }

    /// The withdraw, or nil when there is none.
    var withdrawal: WithdrawCommand? {
        if case .withdraw(let command) = self { command } else { nil }
    }

    /// The envelope of a command or of a refusal.
    var envelope: CommandEnvelope? {
        switch self {
        case .command(let command): command.envelope
        case .withdraw(let command): command.envelope
        case .refused(let envelope, _, _): envelope
        case .undecodable, .tombstone: nil
        }
    }

    var rule: String? {
        switch self {
        case .refused(_, _, let fault), .undecodable(_, let fault): fault.rule
        case .command, .withdraw, .tombstone: nil
        }
    }
}
