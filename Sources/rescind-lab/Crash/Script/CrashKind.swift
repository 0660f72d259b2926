/// What a record of the harness is.
enum CrashKind: String, CaseIterable, Sendable {
    case plain
    /// Takes longer than most at the simulator.
    case slow
    /// One of two commands for one meeting.
    case pair
    /// The same bytes as the record before it.
    case duplicate
    /// The id of the record before it, for another meeting.
    case conflict
    /// A dry run of the meeting that the next record cancels.
    case dryRun
    case undecodable
    case tombstone
    /// The cancel takes effect, and its answer is lost.
    case answerLost
    /// The same, and for a while reads go on showing the meeting.
    case answerLostUnseen
    /// Answered 429 once.
    case throttled

    /// Answered in the order of the meeting's commands; what is refused for an earlier record's sake may overtake it.
    var keepsOrder: Bool {
        switch self {
        case .duplicate, .conflict, .undecodable, .tombstone: false
        default: true
        }
    }

    /// How often it begins, among 100.
    var weight: Int {
        switch self {
        case .plain: 36
        case .slow: 6
        case .pair, .duplicate, .answerLost: 10
        case .conflict, .dryRun, .throttled: 6
        case .undecodable, .tombstone, .answerLostUnseen: 4
        }
    }

    /// Records it is made of.
    var records: Int {
        switch self {
        case .pair, .duplicate, .conflict, .dryRun: 2
        default: 1
        }
    }
}
