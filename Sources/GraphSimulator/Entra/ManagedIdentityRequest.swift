/// A request for a managed identity's token, in one of the two forms Azure's machines have.
struct ManagedIdentityRequest: Sendable {
    enum Form: Sendable {
        /// The instance metadata service of virtual machines. Source: "How to use managed identities for Azure
        /// resources on an Azure VM to acquire an access token".
        case instanceMetadata
        /// App Service, Functions and Container Apps. Source: "How to use managed identities for App Service and Azure
        /// Functions", REST endpoint reference.
        case appService
    }

    let form: Form
    let resource: String?
    private let version: String?
    /// The names of the identity, by the parameter they were given in.
    private let names: [String]
    private let header: String?
    private let wasForwarded: Bool

    /// `nil` when it is for another endpoint.
    init?(_ request: SimulatedRequest) {
        switch (request.method, request.path) {
        case ("GET", "/metadata/identity/oauth2/token"): form = .instanceMetadata
        case ("GET", "/msi/token"): form = .appService
        default: return nil
        }
        let query = request.query
        resource = query["resource"]
        version = query["api-version"]
        let parameters = ["client_id", "object_id", form == .appService ? "mi_res_id" : "msi_res_id"]
        names = parameters.compactMap { query[$0] }
        header = form == .appService ? request.identityHeader : request.metadata
        wasForwarded = request.wasForwarded
    }

    /// Headers and version.
    func judge(identityHeader: String) throws(ManagedIdentityError) {
        switch form {
        case .instanceMetadata:
            guard header?.lowercased() == "true" else { throw .badRequest("Required metadata header not specified.") }
            // A proxy in between could be made to hand a token to anybody.
            guard !wasForwarded else { throw .badRequest("The header X-Forwarded-For is not allowed.") }
            guard let version, version >= "2018-02-01" else { throw .badRequest("The api-version is not supported.") }
        case .appService:
            guard header == identityHeader else { throw .headerWrong }
            guard version == "2019-08-01" else { throw .badRequest("The api-version is not supported.") }
        }
    }

    /// The identity that is meant; without a name the machine's own, else the only one.
    func identity(among identities: [SimulatedApplication]) throws(ManagedIdentityError) -> SimulatedApplication {
        guard names.count <= 1 else { throw .badRequest("Only one of the identity's names may be given.") }
        let found: SimulatedApplication?
        if let name = names.first?.lowercased() {
            found = identities.first { $0.isNamed(name) }
        } else {
            found =
                identities.first { $0.managedIdentity == .systemAssigned }
                ?? (identities.count == 1 ? identities[0] : nil)
        }
        guard let found else { throw .badRequest("Identity not found") }
        return found
    }
}

extension SimulatedApplication {
    fileprivate func isNamed(_ name: String) -> Bool {
        if case .userAssigned(let resourceID) = managedIdentity, resourceID.lowercased() == name { return true }
        return clientID == name || servicePrincipalID == name
    }
}
