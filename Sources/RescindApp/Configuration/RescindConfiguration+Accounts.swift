import CommandContract
import MeetingCancellation
import MicrosoftGraph

extension RescindConfiguration {
    /// The accounts commands may name in `target.me` and `as`.
    /// - Parameter areSignedIn: whether each must have its refresh token already.
    static func accounts(
        _ nodes: [ConfigurationNode], tenants: [Tenant], folder: String, areSignedIn: Bool
    ) throws(ConfigurationError) -> [Account] {
        var accounts: [Account] = []
        for entry in nodes {
            var node = entry
            let name = try node.required("name")
            guard FieldRules.isAccount(name) else { throw node.error("name", FieldRules.accountRule) }
            if accounts.contains(where: { $0.profile.name == name }) { throw node.error("name", "is listed twice") }
            let tenantID = try accountTenant(&node, tenants: tenants)
            let mailbox = try node.required("mailbox")
            guard FieldRules.isUser(mailbox) else { throw node.error("mailbox", FieldRules.userRule) }
            let file = RefreshTokenFile(path: try node.required("refreshTokenFile"), relativeTo: folder)
            if areSignedIn {
                do { _ = try file.read() } catch { throw node.error("refreshTokenFile", error.rule) }
            }
            var account = Account(
                profile: DelegatedAccount(name: name, tenantID: tenantID, mailbox: mailbox),
                credential: try accountCredential(&node, account: name, tenantID: tenantID, folder: folder),
                refreshToken: file
            )
            account.answersClaimsChallenges = try node.flag("claimsChallenges", default: true)
            accounts.append(account)
            try node.finish()
        }
        return accounts
    }

    /// A sign-in of a personal account needs no tenant to be configured: there is one for all of them.
    static func profiles(_ tenants: [Tenant], _ accounts: [Account]) -> [TenantProfile] {
        let listed = tenants.map(\.profile)
        guard accounts.contains(where: { $0.profile.tenantID == TenantProfile.personalAccounts }) else { return listed }
        let personal = TenantProfile(
            id: TenantProfile.personalAccounts, domains: [RefreshTokenCredential.personalAccounts],
            cloud: NationalCloud.global.name, permissionCheck: .advisory
        )
        return listed + [personal]
    }

    private static func accountTenant(
        _ node: inout ConfigurationNode, tenants: [Tenant]
    ) throws(ConfigurationError) -> String {
        let name = try node.required("tenant").lowercased()
        if [RefreshTokenCredential.personalAccounts, TenantProfile.personalAccounts].contains(name) {
            return TenantProfile.personalAccounts
        }
        guard let tenant = tenants.map(\.profile).first(where: { $0.id == name || $0.domains.contains(name) }) else {
            throw node.error(
                "tenant", "must name a tenant listed under tenants, or be consumers for a personal account")
        }
        return tenant.id
    }

    private static func accountCredential(
        _ node: inout ConfigurationNode, account: String, tenantID: String, folder: String
    ) throws(ConfigurationError) -> RefreshTokenCredential {
        let clientID = try node.required("clientId")
        var secret: (@Sendable () throws -> Secret)?
        if let path = try node.text("clientSecretFile") {
            let file = SecretFile(path: path, relativeTo: folder)
            do { _ = try file.read() } catch { throw node.error("clientSecretFile", error.rule) }
            secret = { try file.read() }
        }
        let isPersonal = tenantID == TenantProfile.personalAccounts
        do {
            return try RefreshTokenCredential(
                tenantID: isPersonal ? RefreshTokenCredential.personalAccounts : tenantID, clientID: clientID,
                account: account, secret: secret
            )
        } catch { throw node.error("clientId", "must be a GUID") }
    }
}
