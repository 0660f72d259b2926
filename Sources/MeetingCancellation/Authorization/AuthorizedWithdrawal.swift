package import CommandContract

/// A withdraw whose source may cancel where it points; only ``AuthorizationPolicy`` makes one.
package struct AuthorizedWithdrawal: Sendable {
    package let command: WithdrawCommand
    /// Of the mailbox whose command is taken back.
    package let routingKey: RoutingKey
}
