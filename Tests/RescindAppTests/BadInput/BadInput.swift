import CommandContract
import Testing

/// A record of the bad-input catalogue, and the answer it must get.
struct BadInput: Sendable {
    enum Answer: Sendable, Equatable {
        /// A command the decoder takes; what becomes of it is another suite's matter.
        case accepted
        /// A command that may not be acted on, as the policy or the deadline says.
        case unauthorized(OutcomeReason)
        case refused(OutcomeReason, field: String)
        case undecodable(OutcomeReason, field: String)
        /// A tombstone: no outcome.
        case skipped

        static func invalid(_ field: String) -> Answer { .refused(.fieldInvalid, field: field) }
        static func malformed(_ field: String) -> Answer { .undecodable(.malformed, field: field) }
    }

    let name: String
    var key: [UInt8]? = Array("key".utf8)
    var value: [UInt8]?
    var headers = [CommandText.structuredType]
    var timestamp: Timestamp? = CommandText.recorded
    let answer: Answer
    /// What the sender wrote and no answer may repeat.
    var unrepeatable: String?

    /// The outcome's reason; nil when there is none or the command is none of this suite's.
    var reason: OutcomeReason? {
        switch answer {
        case .accepted, .skipped: nil
        case .unauthorized(let reason), .refused(let reason, _), .undecodable(let reason, _): reason
        }
    }

    /// What the outcome's message must name.
    var field: String? {
        switch answer {
        case .accepted, .skipped, .unauthorized: nil
        case .refused(_, let field), .undecodable(_, let field): field
        }
    }
}

extension BadInput {
    /// A structured event with this text as its whole value.
    static func text(_ text: String, _ answer: Answer) -> BadInput {
        BadInput(name: String(text.prefix(60)), value: Array(text.utf8), answer: answer)
    }

    /// A structured event with this context attribute as JSON text; nil takes it out.
    static func attribute(_ name: String, _ json: String?, _ answer: Answer) -> BadInput {
        BadInput(
            name: "\(name): \(json?.prefix(60) ?? "absent")",
            value: CommandText().settingAttribute(name, to: json).structured, answer: answer
        )
    }

    /// A structured event with this member of `data` as JSON text; nil takes it out.
    static func field(_ name: String, _ json: String?, _ answer: Answer) -> BadInput {
        BadInput(
            name: "data.\(name): \(json?.prefix(60) ?? "absent")",
            value: CommandText().settingData(name, to: json).structured, answer: answer
        )
    }

    /// A binary event with these headers instead of those of the same names, and these in addition.
    static func binary(_ name: String, _ headers: [RecordHeader], _ answer: Answer) -> BadInput {
        let others = CommandText().binaryHeaders.filter { header in !headers.contains { $0.name == header.name } }
        return BadInput(name: name, value: CommandText().dataValue, headers: others + headers, answer: answer)
    }
}
