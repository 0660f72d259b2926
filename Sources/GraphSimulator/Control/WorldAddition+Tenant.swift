extension WorldAddition {
    func tenant(_ body: ControlBody, _ world: inout SimulatedWorld) throws(ControlError) -> JSONValue {
        var tenant = SimulatedTenant(
            id: try body.required("id"),
            cloud: try body.choice("cloud", SimulatedCloud.self) ?? .global,
            domains: try body.strings("domains"),
            applications: try body.objects("applications", SimulatedApplication.init)
        )
        tenant.isKnownToGlobalAuthority = try body.flag("knownToGlobalAuthority") ?? false
        let added = tenant
        try changing(&world) { world throws(WorldError) in
            // Replacing one by an addition would take its mailboxes' applications away. Another authority may have
            // a tenant of the same name.
            let names = [added.id] + added.domains
            if let taken = names.first(where: { world.tenant(named: $0, at: added.cloud) != nil }) {
                throw .identifierTaken(taken)
            }
            world.addTenant(added)
        }
        return ["id": .string(tenant.id)]
    }

    func application(_ body: ControlBody, _ world: inout SimulatedWorld) throws(ControlError) -> JSONValue {
        let (tenant, clientID) = (try body.required("tenant"), try body.required("clientID"))
        guard let known = world.tenant(named: tenant) else { throw .world(.tenantUnknown(tenant)) }
        guard var application = known.application(clientID: clientID) else {
            throw .world(.applicationUnknown(clientID))
        }
        try application.change(body)
        let changed = application
        try changing(&world) { world throws(WorldError) in
            try world.changeApplication(tenant: tenant, clientID: clientID) { $0 = changed }
        }
        return ["clientID": .string(changed.clientID)]
    }

    func issuer(_ body: ControlBody, _ world: inout SimulatedWorld) throws(ControlError) -> JSONValue {
        let (issuer, keys) = (try body.required("issuer"), try body.strings("keys"))
        try changing(&world) { world throws(WorldError) in
            for key in keys { try world.addFederatedIssuer(issuer, keyPEM: key) }
        }
        return ["issuer": .string(issuer)]
    }
}
