/// Whose right commands are carried out by: a tenant's application, or one account of it.
package struct CredentialHolder: Hashable, Sendable {
    package let tenantID: String
    /// nil for the application.
    package let account: String?

    package init(_ address: MeetingAddress) {
        tenantID = address.tenantID
        account = if case .delegated(let account) = address.access { account.name } else { nil }
    }
}
