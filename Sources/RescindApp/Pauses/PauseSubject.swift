/// What a pause is about, as a person has written it.
enum PauseSubject: Hashable, Sendable {
    case everything
    /// A CloudEvents source.
    case source(String)
    /// A directory's GUID or one of its domains.
    case tenant(String)

    /// In the file of pauses, and of a command's option.
    var key: String {
        switch self {
        case .everything: "everything"
        case .source: "source"
        case .tenant: "tenant"
        }
    }

    /// For a person.
    var text: String {
        switch self {
        case .everything: key
        case .source(let name), .tenant(let name): "\(key) \(ShownText.of(name))"
        }
    }
}
