/// What a command that was sent again out of the dead letters says of the ones before it: two extension attributes of its event.
///
/// Any sender may set them. They make the worker more careful with that command and never less, and nothing is concluded from
/// them but that a look has to come first.
package struct ReplayOrigin: Hashable, Sendable {
    package static let idAttribute = "replayof"
    package static let attemptsAttribute = "replayattempts"

    static let maximumAttempts = 65_535

    /// `id` of the first command of the chain; all of them have one source.
    package let id: String
    /// Cancel requests that may have left for the commands before this one.
    package let attempts: Int

    package init(id: String, attempts: Int) {
        self.id = id
        self.attempts = attempts
    }

    /// - Parameter prefix: of the attributes' names in messages.
    /// - Returns: nil for an event that is no replay.
    init?(_ attributes: [String: String], prefix: String) throws(FieldFault) {
        let count = attributes[Self.attemptsAttribute]
        guard let id = attributes[Self.idAttribute] else {
            guard count != nil else { return nil }
            throw FieldFault(field: prefix + Self.attemptsAttribute, rule: "is only known beside \(Self.idAttribute)")
        }
        let maximum = CommandIdentity.maximumIDLength
        guard FieldRules.isIdentity(id, maximum: maximum) else {
            throw FieldFault(field: prefix + Self.idAttribute, rule: FieldRules.identityRule(maximum: maximum))
        }
        guard let attempts = count.map({ Int($0) }) ?? 0, (0...Self.maximumAttempts).contains(attempts) else {
            throw FieldFault(
                field: prefix + Self.attemptsAttribute, rule: "must be a whole number from 0 to \(Self.maximumAttempts)"
            )
        }
        self.init(id: id, attempts: attempts)
    }
}
