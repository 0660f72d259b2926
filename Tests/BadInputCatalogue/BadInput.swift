package import CommandContract

/// A record of the bad-input catalogue, and the answer it must get.
package struct BadInput: Sendable {
    package enum Answer: Sendable, Equatable {
        /// A command the decoder takes; what becomes of it is another suite's matter.
        case accepted
        /// A command that may not be acted on, as the policy or the deadline says.
        case unauthorized(OutcomeReason)
        case refused(OutcomeReason, field: String)
        case undecodable(OutcomeReason, field: String)
        /// A tombstone: no outcome.
        case skipped

        package static func invalid(_ field: String) -> Answer { .refused(.fieldInvalid, field: field) }
        package static func malformed(_ field: String) -> Answer { .undecodable(.malformed, field: field) }
    }

    package let name: String
    package var key: [UInt8]? = Array("key".utf8)
    package var value: [UInt8]?
    package var headers = [CommandText.structuredType]
    package var timestamp: Timestamp? = CommandText.recorded
    package let answer: Answer
    /// The event's `data` alone, of a row about one of its fields.
    package var data: [UInt8]?
    /// What the sender wrote and no answer may repeat.
    package var unrepeatable: String?
    /// What attendees are told when the command is accepted.
    package var comment: String?

    /// The outcome's reason; nil when there is none or the command is none of this suite's.
    package var reason: OutcomeReason? {
        switch answer {
        case .accepted, .skipped: nil
        case .unauthorized(let reason), .refused(let reason, _), .undecodable(let reason, _): reason
        }
    }

    /// What the outcome's message must name.
    package var field: String? {
        switch answer {
        case .accepted, .skipped, .unauthorized: nil
        case .refused(_, let field), .undecodable(_, let field): field
        }
    }
}

extension BadInput {
    /// A command that is obeyed, on a meeting of its own.
    package static let good = BadInput(
        name: "good",
        value: CommandText().settingAttribute("id", to: #""good""#)
            .settingData("event", to: "{\"id\":\"\(CommandText.goodEvent)\"}").structured,
        answer: .accepted
    )

    /// A structured event with this text as its whole value.
    package static func text(_ text: String, _ answer: Answer) -> BadInput {
        BadInput(name: String(text.prefix(60)), value: Array(text.utf8), answer: answer)
    }

    /// A structured event with this context attribute as JSON text; nil takes it out.
    package static func attribute(
        _ name: String, _ json: String?, _ answer: Answer, in command: CommandText = CommandText()
    ) -> BadInput {
        BadInput(
            name: "\(name): \(json?.prefix(60) ?? "absent")",
            value: command.settingAttribute(name, to: json).structured, answer: answer
        )
    }

    /// A structured event with this member of `data` as JSON text; nil takes it out.
    package static func field(
        _ name: String, _ json: String?, _ answer: Answer, in command: CommandText = CommandText()
    ) -> BadInput {
        let command = command.settingData(name, to: json)
        return BadInput(
            name: "data.\(name): \(json?.prefix(60) ?? "absent")", value: command.structured, answer: answer,
            data: command.dataValue
        )
    }

    /// A binary event with these headers instead of those of the same names, and these in addition.
    package static func binary(_ name: String, _ headers: [RecordHeader], _ answer: Answer) -> BadInput {
        let others = CommandText().binaryHeaders.filter { header in !headers.contains { $0.name == header.name } }
        return BadInput(name: name, value: CommandText().dataValue, headers: others + headers, answer: answer)
    }
}
