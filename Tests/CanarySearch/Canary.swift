/// A text that is planted where a secret, an address or a comment stands, to be looked for where none may be.
package struct Canary: Hashable, Sendable {
    /// What it stands for, told where it is found.
    package let name: String
    package let text: String

    package init(_ name: String, _ text: String) {
        self.name = name
        self.text = text
    }
}
