import FoundationEssentials

/// The identity endpoint of a machine in each cloud.
extension SimulatorState {
    mutating func issueToken(
        _ request: ManagedIdentityRequest, exchange: SimulatedExchange, now: Date
    ) throws(ManagedIdentityError) -> JSONValue {
        let cloud = exchange.request.cloud
        try request.judge(identityHeader: identityHeader)
        guard let resource = request.resource else { throw .badRequest("The parameter resource is missing.") }
        let (tenant, identity) = try managedIdentity(request, at: cloud)
        guard let audience = managedAudience(resource, at: cloud) else { throw .resourceUnknown }
        let order = TokenOrder(
            audience: audience, tenant: tenant, application: identity, tag: exchange.request.tokenTag, now: now
        )
        let expiry = Int(now.timeIntervalSince1970) + identity.tokenLifetime
        var members: [String: JSONValue] = [
            "access_token": .string(accessToken(order, nil)),
            "client_id": .string(identity.clientID),
            "expires_on": .string(String(expiry)),
            "resource": .string(resource),
            "token_type": "Bearer",
        ]
        if request.form == .instanceMetadata {
            members["expires_in"] = .string(String(identity.tokenLifetime))
            members["ext_expires_in"] = .string(String(identity.tokenLifetime))
            members["not_before"] = .string(String(Int(now.timeIntervalSince1970)))
            members["refresh_in"] = identity.refreshIn.map { .string(String($0)) }
        }
        return .object(members)
    }

    /// The identity a request means, and its tenant.
    func managedIdentity(
        _ request: ManagedIdentityRequest, at cloud: SimulatedCloud
    ) throws(ManagedIdentityError) -> (SimulatedTenant, SimulatedApplication) {
        let tenants = world.tenants.values.filter { $0.cloud == cloud }
        let identities = tenants.flatMap(\.applications).filter { $0.managedIdentity != nil }
        let identity = try request.identity(among: identities.sorted { $0.clientID < $1.clientID })
        guard let tenant = tenants.first(where: { $0.application(clientID: identity.clientID) != nil }) else {
            throw .badRequest("Identity not found")
        }
        return (tenant, identity)
    }

    /// Graph of this cloud, with a slash behind or without, or what a federated credential of this cloud is made of.
    private func managedAudience(_ resource: String, at cloud: SimulatedCloud) -> String? {
        let roots = ownRoots(of: cloud).union([cloud.graphRoot, cloud.federationAudience])
        return roots.first { resource == $0 || resource == $0 + "/" }
    }
}
