/// One row of `rescind check`: what was looked at, what was found, what should be there, and who must do what.
///
/// Holds no secret and no value that may be one: files of secrets are named by their keys.
package struct CheckResult: Hashable, Sendable {
    package let check: String
    package let state: CheckState
    package let found: String
    package let expected: String
    /// Empty when there is nothing to do.
    package let remedy: String

    package init(_ check: String, _ state: CheckState, found: String, expected: String = "", remedy: String = "") {
        self.check = check
        self.state = state
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }
}
