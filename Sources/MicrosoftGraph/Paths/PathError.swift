/// Which part of a path is unusable and by which rule. Never carries the refused value.
package struct PathError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The part at fault.
    package enum Field: String, Hashable, Sendable {
        case event
        case user
        case group
        case calendar
        case calendarGroup
    }

    /// The rule that was broken; the raw value is the stable code.
    package enum Rule: String, Hashable, Sendable {
        case empty
        case tooLong
        case characterNotAllowed
        /// `/` or `+`: an Exchange id in its EWS spelling.
        case exchangeSpelling
        case notGUID
        case notGUIDOrPrincipalName
        /// A group has no `calendars` and no `calendarGroups` form on the `event: cancel` page.
        case formNotListed
    }

    package let field: Field
    package let rule: Rule

    package init(field: Field, rule: Rule) {
        self.field = field
        self.rule = rule
    }

    /// Stable camelCase code.
    package var code: String { rule.rawValue }

    package var description: String { "\(field.rawValue) id: \(advice)" }

    private var advice: String {
        switch rule {
        case .empty: "must not be empty"
        case .tooLong: "must have at most \(IdentifierRules.longestItemID) characters"
        case .characterNotAllowed: "may hold only letters, digits, '-', '_' and '='"
        case .exchangeSpelling: "replace '/' by '-' and '+' by '_' to get the Graph spelling of this id"
        case .notGUID: "must be an object id (GUID)"
        case .notGUIDOrPrincipalName: "must be an object id (GUID) or an ASCII user principal name"
        case .formNotListed: "a group's event can only be addressed by 'events' or the default calendar"
        }
    }
}
