/// A command and those that were sent again in its place: `<id>`, `<id>~r1`, `<id>~r2` and so on.
///
/// The ids are made from the first one, so sending a member twice is the same command twice, which the worker answers without
/// doing it again.
package struct ReplayChain: Hashable, Sendable {
    package let source: String
    /// `id` of the first command.
    package let id: String
    /// 0 for the first command, n for its n-th replay.
    package let number: Int

    private init(source: String, id: String, number: Int) {
        self.source = source
        self.id = id
        self.number = number
    }

    package init(_ envelope: CommandEnvelope) {
        let identity = envelope.identity
        // A sender's own id may look like a replay's; only one that also says what it repeats is one.
        if let origin = envelope.replay?.id, identity.id.hasPrefix(origin + Self.infix),
            let number = Int(identity.id.dropFirst(origin.count + Self.infix.count)),
            (1...Self.maximum).contains(number)
        {
            self.init(source: identity.source, id: origin, number: number)
        } else {
            self.init(source: identity.source, id: identity.id, number: 0)
        }
    }

    package var next: ReplayChain { ReplayChain(source: source, id: id, number: number + 1) }

    /// Of this member.
    package var commandID: String { number == 0 ? id : id + Self.infix + "\(number)" }

    /// Whether the contract takes ``commandID``.
    package var isWithinLimit: Bool { commandID.utf8.count <= CommandIdentity.maximumIDLength }

    private static let infix = "~r"
    /// Of numbers that are believed; a sender may write any.
    private static let maximum = 1_000_000
}
