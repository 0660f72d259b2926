import MeetingCancellation
import MicrosoftGraph

/// Where permissions are given, for the advice in refusals: links of the tenant's own cloud, at the addresses it is served from.
extension RescindConfiguration {
    var advisedProfiles: [TenantProfile] {
        let clients = tenants.reduce(into: [String: String]()) { $0[$1.profile.id] = $1.credential.clientID }
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
