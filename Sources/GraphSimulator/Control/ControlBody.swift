import FoundationEssentials

/// The members of a control request's body or of a scenario's entry, read strictly: a misspelt member would otherwise be a silent default.
struct ControlBody: Sendable {
    private let members: [String: JSONValue]

    init(_ members: [String: JSONValue], allowed: Set<String>) throws(ControlError) {
        if let unknown = members.keys.sorted().first(where: { !allowed.contains($0) }) {
            throw .fieldInvalid(unknown, "unknown; known are \(allowed.sorted().joined(separator: ", "))")
        }
        self.members = members
    }

    /// Whether the member is there with the value `null`.
    func isNull(_ name: String) -> Bool { members[name] == .null }

    func string(_ name: String) throws(ControlError) -> String? {
        guard let value = present(name) else { return nil }
        guard let text = value.string else { throw .fieldInvalid(name, "must be a string") }
        return text
    }

    func required(_ name: String) throws(ControlError) -> String {
        guard let text = try string(name) else { throw .fieldInvalid(name, "is required") }
        return text
    }

    func flag(_ name: String) throws(ControlError) -> Bool? {
        guard let value = present(name) else { return nil }
        guard case .bool(let flag) = value else { throw .fieldInvalid(name, "must be true or false") }
        return flag
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws(ControlError) -> Int? {
        guard let value = present(name) else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw .fieldInvalid(name, "must be an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws(ControlError) -> Double? {
        guard let value = present(name) else { return nil }
        guard let number = value.double, range.contains(number) else {
            throw .fieldInvalid(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// An array of objects, each read by `read`, whose errors are told with the place in the array.
    func objects<Element>(
        _ name: String, _ read: ([String: JSONValue]) throws(ControlError) -> Element
    ) throws(ControlError) -> [Element] {
        guard let value = present(name) else { return [] }
        guard let elements = value.array else { throw .fieldInvalid(name, "must be a list") }
        var results: [Element] = []
        for (index, element) in elements.enumerated() {
            guard let members = element.object else { throw .fieldInvalid("\(name)[\(index)]", "must be an object") }
            do throws(ControlError) {
                results.append(try read(members))
            } catch {
                throw error.within("\(name)[\(index)]")
            }
        }
        return results
    }

    /// An object read by `read`, whose errors are told with its place.
    func object<Element>(
        _ name: String, _ read: ([String: JSONValue]) throws(ControlError) -> Element
    ) throws(ControlError) -> Element? {
        guard let value = present(name) else { return nil }
        guard let members = value.object else { throw .fieldInvalid(name, "must be an object") }
        do throws(ControlError) {
            return try read(members)
        } catch {
            throw error.within(name)
        }
    }

    func strings(_ name: String) throws(ControlError) -> [String] {
        guard let value = present(name) else { return [] }
        guard let elements = value.array, elements.allSatisfy({ $0.string != nil }) else {
            throw .fieldInvalid(name, "must be an array of strings")
        }
        return elements.compactMap(\.string)
    }

    func date(_ name: String) throws(ControlError) -> Date? {
        guard let text = try string(name) else { return nil }
        guard let date = GraphTime.parse(text) else { throw .fieldInvalid(name, "must be an ISO 8601 date and time") }
        return date
    }

    /// One of an enumeration's raw values.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Choice.Type
    ) throws(ControlError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            throw .fieldInvalid(name, "must be one of \(type.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return choice
    }

    /// `nil` too for a `null`.
    func present(_ name: String) -> JSONValue? {
        members[name].flatMap { $0 == .null ? nil : $0 }
    }
}
