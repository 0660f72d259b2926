import CommandContract

/// A second opinion on a decoded command, by the contract's rules written down once more without the decoder's code:
/// what it complains about must never reach a URL.
enum CommandOracle {
    static func complaints(about command: CancelCommand) -> [String] {
        var found: [String] = []
        func require(_ holds: Bool, _ what: String) {
            if !holds { found.append(what) }
        }
        require(isIdentifier(command.envelope.identity.id, upTo: 200), "id")
        require(isIdentifier(command.envelope.identity.source, upTo: 500), "source")
        require(command.envelope.type == "meeting.command.cancel.v1", "type")
        require(isLowerCase(command.tenant) && isInURLSafely(command.tenant, "-.", upTo: 253), "tenant")
        require(command.tenant.contains(".") || isGUID(command.tenant), "tenant's form")
        require(command.cloud.map { isInURLSafely($0, "-_.", upTo: 64) } ?? true, "cloud")
        require(command.delegate.map { isInURLSafely($0, "-_.", upTo: 64) } ?? true, "as")
        require(isSound(command.target), "target")
        if case .me = command.target { require(command.delegate == nil, "as beside me") }
        require(isGraphID(command.eventID), "event")
        switch command.calendar {
        case .none, .defaultCalendar: break
        case .calendar(let id): require(isGraphID(id), "calendar")
        case .calendarInGroup(let groupID, let id): require(isGraphID(id) && isGraphID(groupID), "calendar group")
        }
        require(command.comment?.unicodeScalars.contains { isForbiddenInComments($0) } != true, "comment")
        for time in [command.notBefore, command.notAfter, command.expectedStart, command.envelope.expiry].compactMap({
            $0
        }) {
            // Year 0000 less 24 hours to year 9999 plus 24 hours.
            require((-62_167_305_600_000...253_402_387_200_000).contains(time.milliseconds), "a time")
        }
        return found
    }

    static func isSound(_ target: MeetingTarget) -> Bool {
        switch target {
        case .user(let user):
            isLowerCase(user) && (isGUID(user) || user.split(separator: "@").count == 2)
                && isInURLSafely(user, "@'.-_!^~", upTo: 113) && !user.contains("..")
        case .group(let group): isLowerCase(group) && isGUID(group)
        case .me(let account): isInURLSafely(account, "-_.", upTo: 64)
        }
    }

    static func isGraphID(_ text: String) -> Bool { isInURLSafely(text, "-_=", upTo: 1024) }

    private static func isGUID(_ text: String) -> Bool {
        let shape = text.map { $0.isHexDigit ? "x" : $0 }
        return String(shape) == "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx" && text.utf8.count == 36
    }

    private static func isLowerCase(_ text: String) -> Bool { !text.utf8.contains { (65...90).contains($0) } }

    private static func isIdentifier(_ text: String, upTo limit: Int) -> Bool {
        let bytes = Array(text.utf8)
        return !bytes.isEmpty && bytes.count <= limit && bytes.allSatisfy { $0 > 32 && $0 < 127 }
    }

    private static func isInURLSafely(_ text: String, _ punctuation: String, upTo limit: Int) -> Bool {
        isIdentifier(text, upTo: limit)
            && text.unicodeScalars.allSatisfy {
                $0.properties.isAlphabetic || ("0"..."9").contains($0) || punctuation.unicodeScalars.contains($0)
            }
    }

    private static func isForbiddenInComments(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control && scalar != "\n" && scalar != "\t"
    }
}
