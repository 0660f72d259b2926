/// What a storm is to be.
struct StormSettings: Sendable {
    /// Part of the commands that go to one mailbox.
    static let hotShare = 0.9
    /// They come within this part of the storm, faster than the mailbox's budget.
    static let hotSpan = 2.0 / 3
    /// The budget lets them all through in this part of the storm, so that it binds and they still drain.
    static let budgetSpan = 0.9
    /// `limits.mailboxConcurrency`.
    static let mailboxConcurrency = 3

    /// Nothing fails; what the storm is held against.
    var calm: Duration = .seconds(45)
    var storm: Duration = .seconds(300)
    /// Commands of the storm a second, all of them.
    var rate = 10.0
    var seed: UInt64 = 1
    /// For everything to be answered, from the storm's end on.
    var drain: Duration = .seconds(120)
    /// Of the worker's memory, from the calm's end on.
    var warmUp: Duration = .seconds(30)

    var hotCommands: Int { Int((rate * seconds * Self.hotShare).rounded()) }

    /// Of the storm, without those of the hot mailbox.
    var otherCommands: Int { Int((rate * seconds).rounded()) - hotCommands }

    /// As many a second as in the storm.
    var calmCommands: Int { Int((Double(otherCommands) * (calm / storm)).rounded()) }

    /// `limits.mailboxCancelsPerMinute`.
    var cancelsPerMinute: Int {
        Int((Double(hotCommands) / (seconds / 60 * Self.budgetSpan)).rounded(.up))
    }

    /// Whether the hot mailbox can drain: a command is two requests, and Outlook takes 10,000 of them in ten minutes, of which
    /// some are left for repeats.
    var isFeasible: Bool { 2 * min(hotCommands, 10 * cancelsPerMinute) <= 9000 }

    var end: Duration { calm + storm }

    private var seconds: Double { storm / .seconds(1) }
}
