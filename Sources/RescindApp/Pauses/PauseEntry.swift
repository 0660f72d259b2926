import CommandContract
import MeetingCancellation

/// One pause as it stands in the file.
struct PauseEntry: Hashable, Sendable {
    let subject: PauseSubject
    let scope: PauseOrder.Scope
    let reason: String
    /// nil: since it was first read.
    let since: Timestamp?

    /// Of a reason: a sentence, and short enough for a line of the log.
    static let maximumReason = 200

    static let reasonRule = "must be one line of 1 to \(maximumReason) characters, none of which is invisible"

    /// It is shown on terminals and in logs, so it holds nothing that would show there as something else.
    static func isReason(_ text: String) -> Bool {
        (1...maximumReason).contains(text.unicodeScalars.count) && text.contains { !$0.isWhitespace }
            && ShownText.of(text) == text
    }
}
