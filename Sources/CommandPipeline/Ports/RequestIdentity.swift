package import CommandContract

/// What a request to Graph is made for; its `client-request-id` is derived from this, so that the same attempt carries the
/// same id in Microsoft's logs after any restart.
package struct RequestIdentity: Sendable, Equatable {
    package enum Purpose: String, Sendable { case read, lookUp, cancel }

    package let command: CommandIdentity
    package let purpose: Purpose
    /// Counts from 1 within the purpose.
    package let number: Int

    package init(command: CommandIdentity, purpose: Purpose, number: Int) {
        self.command = command
        self.purpose = purpose
        self.number = number
    }
}
