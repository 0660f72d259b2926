/// The members of a JSON object in document order, with unique names.
package struct JSONObject: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package let name: String
        package let value: JSONValue
    }

    package private(set) var members: [Member]

    package init() { members = [] }

    /// For documents we write: the caller's literal order is the order on the wire.
    package init(_ pairs: [(String, JSONValue?)]) {
        members = pairs.compactMap { name, value in value.map { Member(name: name, value: $0) } }
    }

    /// Only ``JSONReader`` builds an object from foreign input, and it has checked that names are unique.
    init(uniqueMembers: [Member]) { members = uniqueMembers }

    /// A linear search: command objects have about a dozen members, where it beats hashing.
    package subscript(name: String) -> JSONValue? {
        members.first { $0.name == name }?.value
    }

    package var names: some Sequence<String> { members.lazy.map(\.name) }
}
