import Logging
import MeetingCancellation
import MicrosoftGraph

extension TokenHolder {
    /// The token source of every tenant and account that is configured; none of them asks for a token before its tenant's cloud
    /// was looked at.
    static func sources(
        _ configuration: RescindConfiguration, transport: HTTPTransport, logger: Logger
    ) -> [TokenHolder: any TokenSource] {
        let proofs = TenantProofs(
            discovery: TenantDiscovery(transport: transport), clouds: Array(configuration.clouds.values), logger: logger
        )
        var sources: [TokenHolder: any TokenSource] = [:]
        for tenant in configuration.tenants {
            guard let cloud = configuration.clouds[tenant.profile.cloud] else { continue }
            let source = ProvenTokenSource(
                source: tenant.credential.tokenSource(cloud: cloud, transport: transport), tenantID: tenant.profile.id,
                cloud: cloud, proofs: proofs
            )
            // Continuous access evaluation does not know managed identities, so nothing is announced for one.
            let answersChallenges = tenant.answersClaimsChallenges && tenant.credential.kind != .managedIdentity
            sources[.tenant(tenant.profile.id)] = answersChallenges ? ClaimsCapableSource(source) : source
        }
        let cloudNames = Dictionary(
            configuration.profiles.map { ($0.id, $0.cloud) }, uniquingKeysWith: { first, _ in first }
        )
        for account in configuration.accounts {
            guard let cloud = cloudNames[account.profile.tenantID].flatMap({ configuration.clouds[$0] }) else {
                continue
            }
            let source = Self.source(of: account, in: cloud, proofs, transport: transport, logger: logger)
            sources[.account(account.profile.name)] =
                account.answersClaimsChallenges ? ClaimsCapableSource(source) : source
        }
        return sources
    }

    private static func source(
        of account: RescindConfiguration.Account, in cloud: NationalCloud, _ proofs: TenantProofs,
        transport: HTTPTransport, logger: Logger
    ) -> any TokenSource {
        let profile = account.profile
        let source = RefreshTokenSource(
            cloud: cloud, credential: account.credential,
            store: KeptRefreshToken(file: account.refreshToken, account: profile.name, logger: logger),
            transport: transport
        )
        // Personal accounts have one tenant, which is where it is.
        guard profile.tenantID != TenantProfile.personalAccounts else { return source }
        return ProvenTokenSource(source: source, tenantID: profile.tenantID, cloud: cloud, proofs: proofs)
    }
}
