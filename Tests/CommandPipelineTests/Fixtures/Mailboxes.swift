import CommandContract
import CommandPipeline
import MeetingCancellation

/// A Graph whose meetings are gone once they are cancelled.
struct Mailboxes: Sendable {
    /// How often each meeting's attendees were told.
    let cancellations = Watched<[String: Int]>([:])

    private static let gone = ExchangeFailure(kind: .notFound, verdict: .permanent)

    /// - Parameter answers: to a cancel request, after it has acted; nil is a 202.
    func calendar(
        answers: @escaping @Sendable (_ eventID: String, _ attempt: Int) -> ExchangeFailure? = { _, _ in nil }
    ) -> ScriptedCalendar {
        ScriptedCalendar(
            reads: { has($0) ? .success(ScriptedCalendar.meeting($0)) : .failure(Self.gone) },
            shows: { .success(has($0) ? [ScriptedCalendar.meeting($0)] : []) },
            cancels: { event, attempt in
                let failure = answers(event, attempt)
                if failure?.verdict == .surelyNotProcessed { return .failure(failure ?? Self.gone) }
                guard has(event) else { return .failure(Self.gone) }
                cancellations.update { $0[event, default: 0] += 1 }
                return failure.map { .failure($0) } ?? .success(GraphTrace(status: 202))
            }
        )
    }

    func has(_ event: String) -> Bool { cancellations.current[event] == nil }
}
