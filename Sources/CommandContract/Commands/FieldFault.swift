/// Which field of a record breaks which rule. Never holds the field's value: it may be personal data.
package struct FieldFault: Error, Sendable, Equatable {
    /// Path of the field, such as `data.event.id`; a name that is not the contract's own is shown shortened and escaped.
    package let field: String
    /// What the field must be, and what to do.
    package let rule: String

    package init(field: String, rule: String) {
        self.field = field
        self.rule = rule
    }

    package var text: String { "\(field): \(rule)" }
}
