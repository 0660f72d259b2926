import Yams

/// Reads YAML into the JSON values the control API's readers take.
enum ScenarioDocument {
    /// The members of the document's mapping; an empty document has none.
    static func members(of yaml: String) throws(ScenarioError) -> [String: JSONValue] {
        let node: Node?
        do {
            node = try Yams.compose(yaml: yaml)
        } catch {
            throw ScenarioError(message: "not YAML: \(error)")
        }
        guard let node, node.null == nil else { return [:] }
        guard case .object(let members) = try value(of: node, at: "") else {
            throw ScenarioError(message: "the document must be a mapping")
        }
        return members
    }

    private static func value(of node: Node, at place: String) throws(ScenarioError) -> JSONValue {
        switch node {
        case .scalar(let scalar):
            return value(of: scalar, node)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            for (index, element) in sequence.enumerated() {
                elements.append(try value(of: element, at: "\(place)[\(index)]"))
            }
            return .array(elements)
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, member) in mapping {
                guard let name = key.string else {
                    throw ScenarioError(message: "\(place.isEmpty ? "the document" : place): keys must be text")
                }
                members[name] = try value(of: member, at: place.isEmpty ? name : "\(place).\(name)")
            }
            return .object(members)
        case .alias:
            throw ScenarioError(message: "\(place): an alias is not supported")
        }
    }

    /// Only plain scalars have a type; a quoted one is text, whatever it looks like.
    private static func value(of scalar: Node.Scalar, _ node: Node) -> JSONValue {
        guard scalar.style == .plain else { return .string(scalar.string) }
        if node.null != nil { return .null }
        if let flag = node.bool { return .bool(flag) }
        if let number = node.int { return .integer(number) }
        if let number = node.float { return .number(number) }
        return .string(scalar.string)
    }
}
