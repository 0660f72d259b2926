import MicrosoftGraph

/// Reads which credential a tenant's application has: exactly one of the kinds.
struct CredentialReader {
    let tenantID: String
    let cloud: NationalCloud
    /// Paths are relative to it.
    let folder: String
    let environment: [String: String]

    /// The keys of which one decides the kind.
    private static let kinds = [
        "clientSecretFile", "certificateFile", "federatedTokenFile", "workloadIdentity", "managedIdentity",
    ]

    func credential(_ node: inout ConfigurationNode) throws(ConfigurationError) -> TenantCredential {
        let present = Self.kinds.filter { node.has($0) }
        guard let kind = present.first else {
            throw node.error("clientSecretFile", "one of \(Self.kinds.joined(separator: ", ")) is required")
        }
        guard present.count == 1 else {
            throw node.error(present[1], "must not stand beside \(kind): a tenant has one credential")
        }
        switch kind {
        case "clientSecretFile": return try clientSecret(&node)
        case "certificateFile": return try certificate(&node)
        case "federatedTokenFile": return try federatedToken(&node)
        case "workloadIdentity": return try workloadIdentity(&node)
        default: return try managedIdentity(&node)
        }
    }

    private func clientSecret(_ node: inout ConfigurationNode) throws(ConfigurationError) -> TenantCredential {
        let clientID = try node.required("clientId")
        let file = try secret("clientSecretFile", &node)
        do {
            return .clientSecret(try ClientSecretCredential(tenantID: tenantID, clientID: clientID) { try file.read() })
        } catch { throw Self.error(error, node) }
    }

    private func certificate(_ node: inout ConfigurationNode) throws(ConfigurationError) -> TenantCredential {
        let clientID = try node.required("clientId")
        let file = try secret("certificateFile", &node)
        let keyFile = node.has("certificateKeyFile") ? try secret("certificateKeyFile", &node) : file
        let credential: CertificateCredential
        do throws(CredentialError) {
            credential = try CertificateCredential(tenantID: tenantID, clientID: clientID) {
                CertificateAndKey.PEM(certificates: try file.read(), key: try keyFile.read())
            }
        } catch { throw Self.error(error, node) }
        do { _ = try credential.load() } catch {
            let isOfKey = error.fault.map { "\($0)".hasPrefix("key") } ?? false
            let key = isOfKey && node.has("certificateKeyFile") ? "certificateKeyFile" : "certificateFile"
            throw node.error(key, error.fault?.description ?? SecretFile.Fault.unreadable.rule)
        }
        return .certificate(credential)
    }

    private func federatedToken(_ node: inout ConfigurationNode) throws(ConfigurationError) -> TenantCredential {
        let clientID = try node.required("clientId")
        let file = try secret("federatedTokenFile", &node)
        return try federated(clientID, .file { try file.read() }, node)
    }

    /// Client and token file from the container's environment; the tenant stays this one, and must be the environment's.
    private func workloadIdentity(_ node: inout ConfigurationNode) throws(ConfigurationError) -> TenantCredential {
        guard try node.flag("workloadIdentity", default: false) else {
            throw node.error("workloadIdentity", "must be true or left out")
        }
        let found: WorkloadIdentityEnvironment
        do { found = try WorkloadIdentityEnvironment(environment, cloud: cloud) } catch {
            throw node.error("workloadIdentity", "needs the variables of Azure's workload identity: \(error)")
        }
        // An application may be installed in other tenants than its home, which the environment names.
        let clientID = try node.text("clientId") ?? found.application.clientID
        let file = SecretFile(path: found.tokenFile, relativeTo: folder)
        return try federated(clientID, .file { try file.read() }, node)
    }

    /// With a `clientId`, the identity stands for that application; without, it is the application.
    private func managedIdentity(_ node: inout ConfigurationNode) throws(ConfigurationError) -> TenantCredential {
        let clientID = try node.text("clientId")
        var mapping = try node.mapping("managedIdentity")
        let identity = try Self.identity(&mapping)
        let endpoint: ManagedIdentityEndpoint
        do {
            endpoint =
                try mapping.text("endpoint").map(ManagedIdentityEndpoint.instanceMetadata(at:))
                ?? ManagedIdentityEndpoint.named(by: environment)
        } catch let error as ManagedIdentityEndpoint.Fault {
            throw mapping.error("endpoint", error.description)
        } catch let error as ConfigurationError { throw error } catch { throw mapping.error("endpoint", "is unusable") }
        try mapping.finish()
        let credential: ManagedIdentityCredential
        do {
            credential = try ManagedIdentityCredential(tenantID: tenantID, identity: identity, endpoint: endpoint)
        } catch { throw Self.error(error, mapping) }
        guard let clientID else { return .managedIdentity(credential) }
        return try federated(clientID, .managedIdentity(credential), node)
    }

    private static func identity(
        _ node: inout ConfigurationNode
    ) throws(ConfigurationError) -> ManagedIdentityCredential.Identity {
        let keys = ["clientId", "objectId", "resourceId"].filter { node.has($0) }
        guard keys.count <= 1 else { throw node.error(keys[1], "must not stand beside \(keys[0])") }
        switch keys.first {
        case "clientId": return .clientID(try node.required("clientId"))
        case "objectId": return .objectID(try node.required("objectId"))
        case "resourceId": return .resourceID(try node.required("resourceId"))
        default: return .systemAssigned
        }
    }

    private func federated(
        _ clientID: String, _ issuer: FederatedTokenCredential.Issuer, _ node: ConfigurationNode
    ) throws(ConfigurationError) -> TenantCredential {
        do {
            return .federatedToken(
                try FederatedTokenCredential(tenantID: tenantID, clientID: clientID, issuer: issuer))
        } catch { throw Self.error(error, node) }
    }

    /// Read once now, so that a missing one is told at the start; and anew for every token.
    private func secret(_ key: String, _ node: inout ConfigurationNode) throws(ConfigurationError) -> SecretFile {
        let file = SecretFile(path: try node.required(key), relativeTo: folder)
        do { _ = try file.read() } catch { throw node.error(key, error.rule) }
        return file
    }

    private static func error(_ error: CredentialError, _ node: ConfigurationNode) -> ConfigurationError {
        switch error.field {
        case .tenantID: node.error("id", "must be a GUID")
        case .clientID: node.error("clientId", "must be a GUID")
        case .objectID: node.error("objectId", "must be a GUID")
        case .resourceID: node.error("resourceId", "must be /subscriptions/…")
        }
    }
}
