/// What becomes of a command's first cancel request, and of the answer to it.
enum DoubtKind: String, CaseIterable, Sendable {
    /// Graph acts and says 202.
    case acceptedClosed = "acted, 202 cut by FIN"
    case acceptedReset = "acted, 202 cut by RST"
    /// Graph acts and says that it failed.
    case failedClosed = "acted, 5xx cut by FIN"
    case failedReset = "acted, 5xx cut by RST"
    /// Graph acts and says 202, when nobody listens any more.
    case late = "acted, 202 too late"
    case untouchedClosed = "not acted, 5xx cut by FIN"
    case untouchedReset = "not acted, 5xx cut by RST"

    /// Whether that request cancels the meeting.
    var acts: Bool { self != .untouchedClosed && self != .untouchedReset }

    var isReset: Bool { [.acceptedReset, .failedReset, .untouchedReset].contains(self) }

    /// Of a thousand.
    var weight: Int {
        switch self {
        case .acceptedClosed: 420
        case .acceptedReset: 350
        case .failedClosed, .failedReset: 63
        case .late: 4
        case .untouchedClosed, .untouchedReset: 50
        }
    }

    static func drawn(by random: inout SeededGenerator) -> DoubtKind {
        var place = Int.random(in: 0..<allCases.reduce(0) { $0 + $1.weight }, using: &random)
        for kind in allCases {
            if place < kind.weight { return kind }
            place -= kind.weight
        }
        return .acceptedClosed
    }
}
