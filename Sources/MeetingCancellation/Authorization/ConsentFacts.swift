/// Which app registration is used in a tenant, and where its permissions are given.
package struct ConsentFacts: Hashable, Sendable {
    /// Entra's address in the tenant's cloud, `https://host`: a link of another cloud would lead to another directory.
    package let authority: String
    package let tenantID: String
    package let clientID: String

    package init(authority: String, tenantID: String, clientID: String) {
        self.authority = authority
        self.tenantID = tenantID
        self.clientID = clientID
    }

    /// Where an administrator gives the application all it asks for (Entra "Admin consent"); personal accounts have none.
    package var adminLink: String? {
        tenantID == TenantProfile.personalAccounts
            ? nil : "\(authority)/\(tenantID)/adminconsent?client_id=\(clientID)"
    }

    /// Asks Exchange Online whether the application may act in a mailbox: grants of RBAC for Applications show there and
    /// nowhere else. The mailbox is the reader's to fill in, since an address has no place in a message.
    package var scopeTest: String { Self.scopeTest(of: clientID) }

    package static func scopeTest(of clientID: String) -> String {
        "Test-ServicePrincipalAuthorization -Identity \(clientID) -Resource <mailbox>"
    }
}
