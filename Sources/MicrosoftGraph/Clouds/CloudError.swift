/// Why a Graph root or authority that overrides a cloud's own was refused. Never carries the refused text.
package struct CloudError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Which of the two addresses is at fault.
    package enum Field: String, Hashable, Sendable {
        case graphRoot
        case authority
    }

    /// The rule that was broken.
    package enum Rule: String, Hashable, Sendable {
        /// Not `https://host[:port]`.
        case notAnOrigin
        /// A path, query or fragment follows the host.
        case pathNotAllowed
        /// Plain `http` to a host other than this machine would send the bearer token in the clear.
        case httpsRequired
    }

    package let field: Field
    package let rule: Rule

    package init(field: Field, rule: Rule) {
        self.field = field
        self.rule = rule
    }

    /// Stable camelCase code.
    package var code: String { rule.rawValue }

    package var description: String {
        switch rule {
        case .notAnOrigin: "\(field.rawValue): must be https://host or https://host:port"
        case .pathNotAllowed: "\(field.rawValue): must end after host and port"
        case .httpsRequired: "\(field.rawValue): must use https unless the host is loopback"
        }
    }
}
