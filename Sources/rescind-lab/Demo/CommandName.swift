/// Which of the demo's records an outcome speaks of: by the command's id, since a record in the wrong partition is answered
/// from another place than it was sent to, or by its place when nobody could read an id.
enum CommandName: Hashable, Sendable {
    case id(String)
    case place(TopicPosition)
}
