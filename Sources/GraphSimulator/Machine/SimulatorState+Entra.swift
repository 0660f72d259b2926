import FoundationEssentials

extension SimulatorState {
    /// Recognises the endpoints of Entra and of the machine's identity; `nil` for any other path.
    func entraStep(_ request: SimulatedRequest) -> (SimulatedOperation, SimulatedExchange.Step)? {
        if let identity = ManagedIdentityRequest(request) { return (.managedIdentity, .managedIdentity(identity)) }
        let segments = request.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let tenant = segments.first.flatMap({ PercentEncoding.decode($0.utf8) }) else { return nil }
        switch (request.method, segments.dropFirst().joined(separator: "/")) {
        case ("POST", "oauth2/v2.0/token"): return (.token, .token(.init(tenantName: tenant, request: request)))
        case ("POST", "oauth2/v2.0/devicecode"):
            return (.deviceCode, .deviceCode(.init(tenantName: tenant, request: request)))
        case ("GET", "v2.0/.well-known/openid-configuration"): return (.metadata, .metadata(tenant: tenant))
        default: return nil
        }
    }

    /// The OpenID metadata of a tenant, with the fields that prove its cloud.
    func metadata(_ request: SimulatedRequest, tenant name: String) throws(EntraError) -> JSONValue {
        guard let tenant = world.tenant(named: name, at: request.cloud) else {
            guard let elsewhere = tenantElsewhere(name, askedAt: request.cloud) else { throw .metadataTenantUnknown }
            return metadata(of: elsewhere, at: elsewhere.cloud)
        }
        return metadata(of: tenant, at: request.cloud)
    }

    private func metadata(of tenant: SimulatedTenant, at cloud: SimulatedCloud) -> JSONValue {
        let base = "\(endpoints[cloud]?.authority ?? "https://\(cloud.authorityHost)")/\(tenant.id)"
        var members: [String: JSONValue] = [
            "token_endpoint": .string("\(base)/oauth2/v2.0/token"),
            "authorization_endpoint": .string("\(base)/oauth2/v2.0/authorize"),
            "device_authorization_endpoint": .string("\(base)/oauth2/v2.0/devicecode"),
            "issuer": .string("\(base)/v2.0"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
            "cloud_instance_name": .string(tenant.cloud.instanceName),
            "msgraph_host": .string(tenant.cloud.metadataGraphHost),
        ]
        members["tenant_region_scope"] = tenant.cloud.regionScope.map(JSONValue.string)
        members["tenant_region_sub_scope"] = tenant.cloud.regionSubScope.map(JSONValue.string)
        return .object(members)
    }

    /// Another cloud's tenant that the global authority was told of.
    func tenantElsewhere(_ name: String, askedAt cloud: SimulatedCloud) -> SimulatedTenant? {
        guard cloud == .global, let tenant = world.tenant(named: name), tenant.isKnownToGlobalAuthority else {
            return nil
        }
        return tenant
    }

    /// The client-credentials, refresh-token and device-code grants.
    mutating func issueToken(_ exchange: SimulatedExchange, _ request: TokenRequest, now: Date) throws(EntraError)
        -> JSONValue
    {
        let cloud = exchange.request.cloud
        guard let tenant = world.tenant(named: request.tenantName, at: cloud) else {
            throw tenantElsewhere(request.tenantName, askedAt: cloud) == nil ? .tenantUnknown : .crossCloudClient
        }
        guard let grant = request.form["grant_type"] else { throw .parameterMissing("grant_type") }
        let application = try client(request, tenant: tenant, cloud: cloud, now: now)
        var order = TokenOrder(
            audience: try audience(request, grant: grant, tenant: tenant, cloud: cloud), tenant: tenant,
            application: application, claims: try ClaimsRequest(request.form["claims"]),
            tag: exchange.request.tokenTag, now: now
        )
        switch grant {
        case "client_credentials":
            break
        case "refresh_token":
            guard let refreshToken = request.form["refresh_token"] else { throw .parameterMissing("refresh_token") }
            order.account = try account(refreshToken, of: application, tenant: tenant, now: now)
            order.withIDToken = request.scopes.contains("openid")
        case TokenRequest.deviceCodeGrant:
            guard let code = request.form["device_code"] else { throw .parameterMissing("device_code") }
            let signIn = try deviceCodes.redeem(code, tenant: tenant, application: application, now: now)
            order.account = signIn.account
            order.audience = signIn.audience
            order.withRefreshToken = signIn.wants("offline_access")
            order.withIDToken = signIn.wants("openid")
        default:
            throw .grantUnsupported
        }
        guard order.account == nil || application.isConsented else { throw .consentMissing }
        return issue(order)
    }

    /// Whose refresh token it is: one issued here or one the world began with.
    private func account(
        _ refreshToken: String, of application: SimulatedApplication, tenant: SimulatedTenant, now: Date
    ) throws(EntraError) -> SimulatedDelegatedAccount {
        let first = application.delegatedAccounts.first { $0.refreshToken == refreshToken }.map {
            RefreshTokenRegistry.Grant(
                tenant: tenant.key, application: application.clientID, account: $0, issuedAt: startedAt
            )
        }
        guard let grant = refreshTokens.grant(of: refreshToken) ?? first, grant.tenant == tenant.key,
            grant.application == application.clientID
        else { throw .refreshTokenUnknown }
        guard !grant.hasExpired(at: now) else { throw .refreshTokenExpired }
        return grant.account
    }

    /// What the token is for: an application has to say it with `.default`; bare permission names and OpenID scopes of a
    /// user name no host and mean the tenant's own Graph.
    func audience(
        _ request: TokenRequest, grant: String, tenant: SimulatedTenant, cloud: SimulatedCloud
    ) throws(EntraError) -> String {
        if grant == "client_credentials" {
            guard let scope = request.form["scope"] else { throw .parameterMissing("scope") }
            guard scope.hasSuffix("/.default") else { throw .scopeInvalid }
            return try audience(scope: scope, at: cloud)
        }
        guard let named = request.scopes.first(where: { $0.contains("://") }) else { return tenant.cloud.graphRoot }
        return try audience(scope: named, at: cloud)
    }

    /// The audience a scope asks for: a cloud's real Graph root, or the simulator's own root of that cloud.
    func audience(scope: String, at cloud: SimulatedCloud) throws(EntraError) -> String {
        for candidate in SimulatedCloud.allCases {
            for root in ownRoots(of: candidate).union([candidate.graphRoot]) where scope.hasPrefix(root + "/") {
                guard candidate.sharesAuthority(with: cloud) else { throw .scopeInvalid }
                return root
            }
        }
        throw .resourceUnknown
    }
}
