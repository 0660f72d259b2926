import FoundationEssentials

/// Whether a client of the token endpoint is who it says.
extension SimulatorState {
    /// - Throws: Entra's refusal of an unknown or disabled client, or of its credential.
    mutating func client(
        _ request: TokenRequest, tenant: SimulatedTenant, cloud: SimulatedCloud, now: Date
    ) throws(EntraError) -> SimulatedApplication {
        guard let clientID = request.clientID else { throw .parameterMissing("client_id") }
        // A managed identity has no registration: nobody can sign in as it here.
        guard let application = tenant.application(clientID: clientID), application.managedIdentity == nil else {
            throw .clientUnknown
        }
        guard !request.hasTwoCredentials else { throw .parameterInvalid("client_assertion") }
        if request.form["client_assertion"] != nil {
            guard !application.isPublic else { throw .publicClientCredential }
            try judgeAssertion(request, of: application, tenant: tenant, cloud: cloud, now: now)
        } else if let secret = request.secret {
            guard !application.isPublic else { throw .publicClientCredential }
            try Self.judge(secret, of: application, now: now)
        } else {
            let isForUsers = request.grant == .refreshToken || request.grant == .deviceCode
            guard isForUsers, application.isPublic || application.allowsPublicFlows else { throw .credentialMissing }
        }
        guard application.isEnabled else { throw .clientDisabled }
        return application
    }

    private static func judge(
        _ secret: String, of application: SimulatedApplication, now: Date
    ) throws(EntraError) {
        let matching = application.secrets.filter { $0.value == secret }
        guard !matching.isEmpty else { throw .secretWrong }
        guard matching.contains(where: { $0.expiresAt.map { now < $0 } ?? true }) else { throw .secretExpired }
    }

    private mutating func judgeAssertion(
        _ request: TokenRequest, of application: SimulatedApplication, tenant: SimulatedTenant, cloud: SimulatedCloud,
        now: Date
    ) throws(EntraError) {
        guard let type = request.form["client_assertion_type"] else {
            throw .parameterMissing("client_assertion_type")
        }
        guard type == TokenRequest.assertionType else { throw .assertionTypeUnsupported }
        guard let token = request.assertion else { throw .assertionMalformed("It is not in compact form.") }
        guard CertificateAssertion.isMeant(by: token) else {
            return try judgeFederated(token, text: request.form["client_assertion"] ?? "", application, tenant, now)
        }
        let assertion = CertificateAssertion(
            token: token, clientID: application.clientID, audiences: tokenEndpoints(of: tenant, at: cloud), now: now
        )
        try assertion.judge(by: application.certificates)
        guard
            assertions.use(
                token.identifier ?? "", of: application.clientID, expiresAt: token.time("exp") ?? now, now: now
            )
        else { throw .assertionReplayed }
    }

    private func judgeFederated(
        _ token: SignedToken, text: String, _ application: SimulatedApplication, _ tenant: SimulatedTenant, _ now: Date
    ) throws(EntraError) {
        guard let assertion = FederatedAssertion(token) else {
            throw .assertionMalformed("It must have 'iss', 'sub' and one 'aud'.")
        }
        try assertion.match(application.federatedCredentials, at: tenant.cloud)
        if let issued = tokens.claims(of: text) {
            // A managed identity's: the simulator issued it and knows it by heart. A user's is not for this.
            guard !issued.isDelegated, issued.issuer == assertion.issuer else { throw .federatedSignature }
            return try AssertionClock.judge(token, now: now)
        }
        try FederatedAssertion.judge(token, keys: world.federatedKeys[assertion.issuer] ?? [], now: now)
    }

    /// Every spelling of the tenant's token endpoint at this cloud's authority: its real names and, since the simulator
    /// stands in for it, its own addresses.
    private func tokenEndpoints(of tenant: SimulatedTenant, at cloud: SimulatedCloud) -> Set<String> {
        let own = SimulatedCloud.allCases.filter(cloud.sharesAuthority(with:)).flatMap(ownRoots(of:))
        let bases = cloud.authorityNames.map { "https://\($0)" } + own
        let names = [tenant.id] + tenant.domains
        return Set(bases.flatMap { base in names.map { "\(base)/\($0)/oauth2/v2.0/token" } })
    }
}
