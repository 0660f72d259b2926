/// Whose calendar holds the meeting: exactly one of the three mailbox forms of Graph's paths.
package enum MeetingTarget: Hashable, Sendable {
    /// `users/{id}`: an object id or user principal name, lower case.
    case user(String)
    /// `groups/{id}`: a group's object id, lower case.
    case group(String)
    /// `me`: the name of a configured delegated account.
    case me(account: String)

    /// The mailbox as the command spells it; nil for `me`, whose mailbox only the account's configuration knows.
    package var mailbox: String? {
        switch self {
        case .user(let id), .group(let id): id
        case .me: nil
        }
    }
}
