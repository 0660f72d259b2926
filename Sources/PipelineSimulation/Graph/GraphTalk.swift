import CommandPipeline
import MeetingCancellation

/// What passes between a worker's machine and Graph, seen from outside of the process, in its order.
struct GraphTalk {
    enum Question { case permission, read, calendar, cancel }

    enum Answer {
        /// Graph took the request, whatever it said to it.
        case taken
        /// Graph does not know the token; the repeat with another one is the same attempt.
        case unauthorized
        /// Graph, or the way to it, turned the request away, and may have said for how long.
        case turnedAway(Duration?)
        /// Nothing left, or the answer is about the token.
        case nothing

        init<Value>(_ result: Result<Value, ExchangeFailure>) {
            guard case .failure(let failure) = result else {
                self = .taken
                return
            }
            switch failure.kind {
            case .unauthorized: self = .unauthorized
            case .leaseEnded, .tokenUnavailable: self = .nothing
            case .throttled, .unavailable: self = .turnedAway(failure.retryAfter)
            default: self = .taken
            }
        }
    }

    enum Event {
        case asked(CommandID, MeetingAddress, Question)
        case told(CommandID, Answer)
        /// The command waits for time.
        case waits(CommandID)
        /// Its commands that only wait or read are dropped.
        case leaving(Assignment)
        /// Its requests are ended.
        case over(Assignment)
    }

    let process: Int
    let time: Ticks
    let event: Event
}
