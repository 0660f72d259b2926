extension WorldAddition {
    func tenant(_ body: ControlBody, _ world: inout SimulatedWorld) throws(ControlError) -> JSONValue {
        let tenant = SimulatedTenant(
            id: try body.required("id"),
            cloud: try body.choice("cloud", SimulatedCloud.self) ?? .global,
            domains: try body.strings("domains"),
            applications: try body.objects("applications", Self.application)
        )
        try changing(&world) { world throws(WorldError) in
            // Replacing one by an addition would take its mailboxes' applications away.
            if let taken = ([tenant.id] + tenant.domains).first(where: { world.tenant(named: $0) != nil }) {
                throw .identifierTaken(taken)
            }
            world.addTenant(tenant)
        }
        return ["id": .string(tenant.id)]
    }

    private static func application(_ members: [String: JSONValue]) throws(ControlError) -> SimulatedApplication {
        let body = try ControlBody(
            members, allowed: ["clientID", "servicePrincipalID", "secret", "roles", "accounts", "tokenLifetime"]
        )
        let clientID = try body.required("clientID")
        return SimulatedApplication(
            clientID: clientID,
            servicePrincipalID: try body.string("servicePrincipalID") ?? clientID,
            secret: try body.string("secret"),
            roles: try body.strings("roles"),
            delegatedAccounts: try body.objects("accounts", account),
            tokenLifetime: try body.integer("tokenLifetime", in: 1...86_400) ?? 3599
        )
    }

    private static func account(_ members: [String: JSONValue]) throws(ControlError) -> SimulatedDelegatedAccount {
        let body = try ControlBody(members, allowed: ["user", "scopes", "refreshToken", "refreshTokenLifetime"])
        return SimulatedDelegatedAccount(
            user: try body.required("user"),
            scopes: try body.strings("scopes"),
            refreshToken: try body.required("refreshToken"),
            refreshTokenLifetime: try body.integer("refreshTokenLifetime", in: 0...31_536_000) ?? 90 * 86_400
        )
    }
}
