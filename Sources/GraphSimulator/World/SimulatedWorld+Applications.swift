import CryptoExtras

extension SimulatedWorld {
    /// Changes an application of a tenant: rotates its credentials, disables it, withdraws its consent.
    ///
    /// - Parameter tenant: GUID or domain.
    package mutating func changeApplication(
        tenant name: String, clientID: String, _ change: (inout SimulatedApplication) -> Void
    ) throws(WorldError) {
        guard let tenant = tenant(named: name) else { throw .tenantUnknown(name) }
        let wanted = clientID.lowercased()
        guard let index = tenant.applications.firstIndex(where: { $0.clientID == wanted }) else {
            throw .applicationUnknown(clientID)
        }
        changeTenant(tenant.key) { change(&$0.applications[index]) }
    }

    /// Publishes a key of a federated issuer, as its JWKS document would. Several are good at once.
    ///
    /// - Parameter keyPEM: an RSA public key, SubjectPublicKeyInfo or PKCS#1.
    package mutating func addFederatedIssuer(_ issuer: String, keyPEM: String) throws(WorldError) {
        guard let key = try? _RSA.Signing.PublicKey(pemRepresentation: keyPEM) else { throw .keyInvalid }
        federatedKeys[issuer, default: []].append(key)
    }

    /// The application or managed identity with this client id in the tenant with this key.
    func application(tenant: String, clientID: String) -> SimulatedApplication? {
        tenants[tenant]?.application(clientID: clientID)
    }
}
