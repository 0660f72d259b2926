package import FoundationEssentials

/// A client secret of an app registration.
package struct SimulatedSecret: Sendable, Hashable {
    package let value: String
    /// `nil` = never.
    package let expiresAt: Date?

    package init(_ value: String, expiresAt: Date? = nil) {
        self.value = value
        self.expiresAt = expiresAt
    }
}
