import GraphSimulator
import MeetingCancellation
import MicrosoftGraph

@testable import RescindApp

/// The simulator's signed-in users as configured accounts, their refresh tokens in files of a test's folder.
enum LabAccounts {
    /// Ada and Dina of `tenant`, named `ada-1` and `dina-1` by its number, and Pia.
    static func all(
        of tenants: [LabTenant] = LabWorld.tenants, in folder: TemporaryFolder
    ) throws -> [RescindConfiguration.Account] {
        var accounts: [RescindConfiguration.Account] = []
        for tenant in tenants {
            for (person, place, token) in [("ada", 0, tenant.refreshToken), ("dina", 3, tenant.delegateRefreshToken)] {
                accounts.append(
                    try account(
                        "\(person)-\(tenant.number)", tenant.id, tenant.mailboxes[place].userPrincipalName,
                        client: tenant.clientID, secret: tenant.clientSecret, token: token, in: folder
                    )
                )
            }
        }
        let pia = LabWorld.personal
        return accounts + [
            try account(
                "pia", pia.tenantID, pia.userPrincipalName, client: pia.clientID, secret: nil, token: pia.refreshToken,
                in: folder
            )
        ]
    }

    static func account(
        _ name: String, _ tenantID: String, _ mailbox: String, client: String, secret: String?, token: String,
        in folder: TemporaryFolder
    ) throws -> RescindConfiguration.Account {
        try folder.write(name, token.utf8, mode: 0o600)
        let isPersonal = tenantID == TenantProfile.personalAccounts
        return RescindConfiguration.Account(
            profile: DelegatedAccount(name: name, tenantID: tenantID, mailbox: mailbox),
            credential: try RefreshTokenCredential(
                tenantID: isPersonal ? RefreshTokenCredential.personalAccounts : tenantID, clientID: client,
                account: name,
                secret: secret.map { text in { @Sendable in Secret(text) } }
            ),
            refreshToken: RefreshTokenFile(path: name, relativeTo: folder.path)
        )
    }
}
