import CommandContract
import MeetingCancellation
import MicrosoftGraph

/// Judges what a tenant's authority says of it: which cloud it lives in, whether it gives a token, what the token may do.
struct TenantChecks {
    /// Path of the tenant in the configuration, such as `tenants[0]`.
    let key: String
    let profile: TenantProfile
    let cloud: NationalCloud
    /// Further ones the configuration knows.
    let clouds: [NationalCloud]
    var credential = CredentialKind.clientSecret

    // MARK: Cloud

    func cloud(_ answer: Result<TenantMetadata, TenantDiscovery.Failure>) -> CheckResult {
        let check = "\(key) cloud"
        switch answer {
        case .failure(.tenantUnknown):
            return CheckResult(
                check, .failed, found: "\(profile.cloud)'s sign-in service knows no such tenant",
                expected: profile.cloud, remedy: "correct id or cloud of \(key)"
            )
        case .failure(.unanswered(let reason)):
            return CheckResult(
                check, .notVerified, found: "no metadata: \(reason)", expected: profile.cloud,
                remedy: "open the way to the cloud's sign-in service, then check again"
            )
        case .success(let metadata): return cloud(metadata)
        }
    }

    private func cloud(_ metadata: TenantMetadata) -> CheckResult {
        let check = "\(key) cloud"
        let scope = metadata.regionSubScope.map { ", \($0)" } ?? ""
        let said = (metadata.cloudInstanceName ?? "no cloud_instance_name") + scope
        switch metadata.proof(of: cloud, among: clouds) {
        case .proven: return CheckResult(check, .ok, found: "\(profile.cloud) (\(said))")
        case .unproven:
            return CheckResult(
                check, .notVerified, found: said, expected: profile.cloud,
                remedy: "these values prove no cloud: ask the tenant's administrator"
            )
        case .elsewhere(let cloud):
            return CheckResult(
                check, .failed, found: "\(cloud) (\(said))", expected: profile.cloud, remedy: "set cloud: \(cloud)"
            )
        }
    }

    // MARK: Token and permission

    func token(_ answer: Result<AccessToken, TokenError>) -> [CheckResult] {
        switch answer {
        case .success(let token):
            return [CheckResult("\(key) token", .ok, found: "issued"), permission(TokenGrant(token))]
        case .failure(let error): return TokenAdvice(error, of: credential).rows(for: key)
        }
    }

    /// The worker's own judgement, which takes "unknown" as the tenant's `permissionCheck` says.
    func permission(_ grant: TokenGrant) -> CheckResult {
        let check = "\(key) permission"
        let wanted = PermissionCheck.permission
        switch (PermissionCheck.strict.judge(grant)?.reason, profile.permissionCheck) {
        case (nil, _): return CheckResult(check, .ok, found: wanted)
        case (.permissionUnknown, .advisory):
            return CheckResult(
                check, .notVerified, found: "the token does not show its permissions", expected: wanted,
                remedy: advised("nothing, if it is granted in Exchange: Graph decides", .permissionUnknown)
            )
        case (.permissionUnknown, .strict):
            return CheckResult(
                check, .failed, found: "the token does not show its permissions", expected: wanted,
                remedy: advised(
                    "grant it as an application permission, or set permissionCheck: advisory", .permissionMissing)
            )
        default:
            return CheckResult(
                check, .failed, found: "the token lacks it", expected: wanted,
                remedy: advised("add the permission to the app registration and consent to it", .permissionMissing)
            )
        }
    }

    /// Followed by which permission that is and where it is given.
    private func advised(_ remedy: String, _ reason: OutcomeReason) -> String {
        let advice = PermissionAdvice(.ofApplication, consent: profile.consent(for: .application)).text(for: reason)
        return [remedy, advice].compactMap(\.self).joined(separator: ". ")
    }
}
