import FoundationEssentials

extension SimulatorState {
    /// Recognises the token and metadata endpoints; `nil` for any other path.
    func entraStep(_ request: SimulatedRequest) -> (SimulatedOperation, SimulatedExchange.Step)? {
        let segments = request.path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard let tenant = segments.first.flatMap({ PercentEncoding.decode($0.utf8) }) else { return nil }
        switch (request.method, segments.dropFirst().joined(separator: "/")) {
        case ("POST", "oauth2/v2.0/token"): return (.token, .token(tenant: tenant))
        case ("GET", "v2.0/.well-known/openid-configuration"): return (.metadata, .metadata(tenant: tenant))
        default: return nil
        }
    }

    /// The OpenID metadata of a tenant, with the fields that prove its cloud.
    func metadata(_ request: SimulatedRequest, tenant name: String) throws(EntraError) -> JSONValue {
        guard let tenant = tenant(name, at: request.cloud) else { throw .metadataTenantUnknown }
        let authority = endpoints[request.cloud]?.authority ?? "https://\(request.cloud.authorityHost)"
        var members: [String: JSONValue] = [
            "token_endpoint": .string("\(authority)/\(tenant.id)/oauth2/v2.0/token"),
            "authorization_endpoint": .string("\(authority)/\(tenant.id)/oauth2/v2.0/authorize"),
            "issuer": .string("\(authority)/\(tenant.id)/v2.0"),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "cloud_instance_name": .string(tenant.cloud.instanceName),
            "msgraph_host": .string(tenant.cloud.metadataGraphHost),
        ]
        members["tenant_region_scope"] = tenant.cloud.regionScope.map(JSONValue.string)
        members["tenant_region_sub_scope"] = tenant.cloud.regionSubScope.map(JSONValue.string)
        return .object(members)
    }

    /// The client-credentials and refresh-token grants.
    mutating func issueToken(
        _ request: SimulatedRequest, tenant name: String, now: Date
    ) throws(EntraError) -> JSONValue {
        let form = FormBody(String(decoding: request.body, as: UTF8.self)[...])
        guard let tenant = tenant(name, at: request.cloud) else { throw .tenantUnknown }
        guard let grant = form["grant_type"] else { throw .parameterMissing("grant_type") }
        let application = try application(form, authorization: request.authorization, tenant: tenant)
        switch grant {
        case "client_credentials":
            guard let scope = form["scope"] else { throw .parameterMissing("scope") }
            guard scope.hasSuffix("/.default") else { throw .scopeInvalid }
            let audience = try audience(scope: scope, at: request.cloud)
            return issue(
                audience: audience, tenant: tenant, application: application, account: nil, tag: request.tokenTag,
                now: now
            )
        case "refresh_token":
            guard let refreshToken = form["refresh_token"] else { throw .parameterMissing("refresh_token") }
            let account = try account(refreshToken, of: application, tenant: tenant, now: now)
            // Bare permission names and OpenID scopes name no host: they mean the tenant's own Graph.
            let named = form["scope"]?.split(separator: " ").first { $0.contains("://") }
            let audience = try named.map { scope throws(EntraError) in
                try self.audience(scope: String(scope), at: request.cloud)
            }
            return issue(
                audience: audience ?? tenant.cloud.graphRoot, tenant: tenant, application: application,
                account: account, tag: request.tokenTag, now: now
            )
        default:
            throw .grantUnsupported
        }
    }

    /// Whose refresh token it is: one issued here or one the world began with.
    private func account(
        _ refreshToken: String, of application: SimulatedApplication, tenant: SimulatedTenant, now: Date
    ) throws(EntraError) -> SimulatedDelegatedAccount {
        let first = application.delegatedAccounts.first { $0.refreshToken == refreshToken }.map {
            RefreshTokenRegistry.Grant(
                tenant: tenant.id, application: application.clientID, account: $0, issuedAt: startedAt
            )
        }
        guard let grant = refreshTokens.grant(of: refreshToken) ?? first, grant.tenant == tenant.id,
            grant.application == application.clientID
        else { throw .refreshTokenUnknown }
        guard !grant.hasExpired(at: now) else { throw .refreshTokenExpired }
        return grant.account
    }

    /// Makes a token and the answer that carries it. Without an account it is app-only.
    mutating func issue(
        audience: String, tenant: SimulatedTenant, application: SimulatedApplication,
        account: SimulatedDelegatedAccount?, tag: [UInt8], now: Date
    ) -> JSONValue {
        let mailbox = account.flatMap { world.mailbox(tenant: tenant.id, named: $0.user) }
        let issuer = tenant.cloud == .china21Vianet ? "https://sts.chinacloudapi.cn" : "https://sts.windows.net"
        let claims = TokenClaims(
            audience: audience, issuer: "\(issuer)/\(tenant.id)/", tenant: tenant.id,
            application: application.clientID,
            subject: mailbox?.objectID ?? account?.user ?? application.servicePrincipalID,
            userPrincipalName: mailbox?.userPrincipalName,
            roles: application.roles, scopes: account?.scopes, issuedAt: now,
            expiresAt: now.addingTimeInterval(Double(application.tokenLifetime))
        )
        var members: [String: JSONValue] = [
            "token_type": "Bearer",
            "expires_in": .integer(application.tokenLifetime),
            "ext_expires_in": .integer(application.tokenLifetime),
            "access_token": .string(
                tokens.issue(claims, tag: Array(tag.prefix(32)), opaque: tenant.isPersonal, now: now)
            ),
        ]
        if let account {
            // Both spellings occur: with the resource before each permission, and bare for personal accounts.
            let resource = tenant.isPersonal ? "" : "\(audience)/"
            members["scope"] = .string(account.scopes.map { resource + $0 }.joined(separator: " "))
            let refreshToken = "1.\(TokenRegistry.base64URL(Array(tag.suffix(32))))"
            refreshTokens.add(
                refreshToken,
                .init(tenant: tenant.id, application: application.clientID, account: account, issuedAt: now)
            )
            members["refresh_token"] = .string(refreshToken)
        }
        return .object(members)
    }

    /// The tenant, if this cloud's authority knows it. L4 and L5 have one authority.
    private func tenant(_ name: String, at cloud: SimulatedCloud) -> SimulatedTenant? {
        world.tenant(named: name).flatMap { $0.cloud.sharesAuthority(with: cloud) ? $0 : nil }
    }

    private func application(
        _ form: FormBody, authorization: String?, tenant: SimulatedTenant
    ) throws(EntraError) -> SimulatedApplication {
        let basic = BasicCredential(authorization: authorization)
        guard let clientID = form["client_id"] ?? basic?.clientID else { throw .parameterMissing("client_id") }
        guard let application = tenant.application(clientID: clientID) else { throw .clientUnknown }
        let sent = form["client_secret"] ?? basic?.secret
        guard let secret = application.secret else {
            // A public client may refresh, and never act in its own name.
            guard sent == nil else { throw .publicClientCredential }
            guard form["grant_type"] == "refresh_token" else { throw .credentialMissing }
            return application
        }
        guard let sent else { throw .credentialMissing }
        guard sent == secret else { throw .secretWrong }
        return application
    }

    /// The audience a scope asks for: a cloud's real Graph root, or the simulator's own root of that cloud.
    private func audience(scope: String, at cloud: SimulatedCloud) throws(EntraError) -> String {
        for candidate in SimulatedCloud.allCases {
            for root in ownRoots(of: candidate).union([candidate.graphRoot]) where scope.hasPrefix(root + "/") {
                guard candidate.sharesAuthority(with: cloud) else { throw .scopeInvalid }
                return root
            }
        }
        throw .resourceUnknown
    }
}
