extension FaultRule {
    private static let allowed: Set<String> = [
        "cloud", "tenant", "application", "mailbox", "event", "operation", "times", "delayBeforeMilliseconds",
        "delayAfterMilliseconds", "visibilityLagMilliseconds", "rate", "effect", "status", "code", "message",
        "retryAfter", "bytes", "aadsts", "value", "cutShare", "cutEnding",
    ]

    /// Reads a rule from the body of `POST /_control/faults` or an entry of a scenario's `faults`.
    init(_ members: [String: JSONValue]) throws(ControlError) {
        let body = try ControlBody(members, allowed: Self.allowed)
        let day = 86_400_000
        self.init(
            cloud: try body.choice("cloud", SimulatedCloud.self),
            tenant: try body.string("tenant"),
            application: try body.string("application"),
            mailbox: try body.string("mailbox"),
            event: try body.string("event"),
            operation: try body.choice("operation", SimulatedOperation.self),
            times: body.isNull("times") ? nil : try body.integer("times", in: 1...1_000_000) ?? 1,
            rate: try body.number("rate", in: 0...1) ?? 1,
            delayBeforeActing: .milliseconds(try body.integer("delayBeforeMilliseconds", in: 0...day) ?? 0),
            delayAfterActing: .milliseconds(try body.integer("delayAfterMilliseconds", in: 0...day) ?? 0),
            visibilityLag: .milliseconds(try body.integer("visibilityLagMilliseconds", in: 0...day) ?? 0),
            effect: try Self.effect(body),
            cut: try Self.cut(body)
        )
    }

    private static func cut(_ body: ControlBody) throws(ControlError) -> AnswerCut? {
        let ending = try body.choice("cutEnding", AnswerCut.Ending.self)
        guard let share = try body.number("cutShare", in: 0...1) else {
            if ending != nil { throw .fieldInvalid("cutShare", "is required with cutEnding") }
            return nil
        }
        return AnswerCut(at: .share(share), ending: ending ?? .close)
    }

    private static func effect(_ body: ControlBody) throws(ControlError) -> FaultEffect {
        switch try body.string("effect") {
        case nil, "delay": return .none
        case "errorMix": return .errorMix
        case "resetAfterBytes":
            guard let count = try body.integer("bytes", in: 0...1_000_000) else {
                throw .fieldInvalid("bytes", "is required for this effect")
            }
            return .resetAfterBytes(count)
        case "html": return .html(status: try body.integer("status", in: 200...599) ?? 200)
        case "expiresIn": return .expiresIn(try lifetime(body))
        case "dropBeforeActing": return .dropBeforeActing
        case "dropAfterActing": return .dropAfterActing
        case "answer": return .answer(try answer(body))
        case "answerAfterActing": return .answerAfterActing(try answer(body))
        default:
            throw .fieldInvalid(
                "effect",
                "must be one of delay, answer, answerAfterActing, dropBeforeActing, dropAfterActing, resetAfterBytes, "
                    + "html, expiresIn, errorMix"
            )
        }
    }

    private static func lifetime(_ body: ControlBody) throws(ControlError) -> LifetimeText {
        switch body.present("value") {
        case nil: return .number(nil)
        case .integer(let number): return .number(number)
        case .string(let text): return .text(text)
        default: throw .fieldInvalid("value", "must be an integer, a string or null")
        }
    }

    private static func answer(_ body: ControlBody) throws(ControlError) -> FaultAnswer {
        guard let status = try body.integer("status", in: 200...599) else {
            throw .fieldInvalid("status", "is required for this effect")
        }
        var answer = FaultAnswer(status: status, code: try body.required("code"))
        answer.retryAfter = try body.string("retryAfter")
        if let number = try body.integer("aadsts", in: 1...99_999_999) { answer.aadsts = number }
        if let message = try body.string("message") { answer.message = message }
        return answer
    }

    /// The rule as the control API tells it.
    func json(id: Int) -> JSONValue {
        var members: [String: JSONValue] = [
            "id": .integer(id),
            "effect": .string(effect.name),
            "times": times.map(JSONValue.integer) ?? .null,
            "delayBeforeMilliseconds": .integer(delayBeforeActing.wholeMilliseconds),
            "delayAfterMilliseconds": .integer(delayAfterActing.wholeMilliseconds),
            "visibilityLagMilliseconds": .integer(visibilityLag.wholeMilliseconds),
            "rate": .number(rate),
        ]
        members["cloud"] = cloud.map { .string($0.rawValue) }
        members["tenant"] = tenant.map(JSONValue.string)
        members["application"] = application.map(JSONValue.string)
        members["mailbox"] = mailbox.map(JSONValue.string)
        members["event"] = event.map(JSONValue.string)
        members["operation"] = operation.map { .string($0.rawValue) }
        if case .share(let share)? = cut?.place { members["cutShare"] = .number(share) }
        members["cutEnding"] = cut.map { .string($0.ending.rawValue) }
        switch effect {
        case .answer(let answer), .answerAfterActing(let answer):
            members["status"] = .integer(answer.status)
            members["code"] = .string(answer.code)
            members["retryAfter"] = JSONValue(optional: answer.retryAfter)
            if operation?.isOfEntra == true { members["aadsts"] = .integer(answer.aadsts) }
        case .resetAfterBytes(let count): members["bytes"] = .integer(count)
        case .html(let status): members["status"] = .integer(status)
        case .expiresIn(let lifetime): members["value"] = lifetime.json
        case .none, .dropBeforeActing, .dropAfterActing, .errorMix: break
        }
        return .object(members)
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int { Int(self / .milliseconds(1)) }
}
