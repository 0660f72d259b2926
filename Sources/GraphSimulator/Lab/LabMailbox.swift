/// A mailbox of a lab tenant.
package struct LabMailbox: Sendable, Hashable {
    package let objectID: String
    package let userPrincipalName: String
    package let displayName: String
}
