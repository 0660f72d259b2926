package import CommandContract

/// A command whose source may cancel at its address; only ``AuthorizationPolicy`` makes one.
package struct AuthorizedCommand: Sendable {
    package let command: CancelCommand
    package let address: MeetingAddress
    package let permissionCheck: PermissionCheck
}
