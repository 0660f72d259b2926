import MeetingCancellation
import MicrosoftGraph

/// Where permissions are given, for the advice in refusals: links of the tenant's own cloud, at the addresses it is served from.
extension RescindConfiguration {
    var advisedProfiles: [TenantProfile] {
        let clients = Dictionary(
            tenants.map { ($0.profile.id, $0.credential.clientID) }, uniquingKeysWith: { first, _ in first })
        return profiles.map { profile in
            var profile = profile
            profile.authority = clouds[profile.cloud]?.authority
            profile.clientID = clients[profile.id]
            return profile
        }
    }

    var advisedAccounts: [DelegatedAccount] {
        accounts.map { account in
            var profile = account.profile
            profile.clientID = account.credential.clientID
            return profile
        }
    }
}
