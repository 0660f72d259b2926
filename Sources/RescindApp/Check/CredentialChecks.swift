import CommandContract
import MicrosoftGraph

/// Judges how long a tenant's credential will still be good.
struct CredentialChecks {
    /// Path of the tenant in the configuration, such as `tenants[0]`.
    let key: String
    let now: Timestamp

    /// Time enough to have somebody make the next one.
    private static let notice: Duration = .seconds(30 * 24 * 3600)

    /// - Parameters:
    ///   - end: when it ceases to be good, where that is known.
    func result(_ kind: CredentialKind, end: Timestamp?) -> CheckResult {
        let check = "\(key) credential"
        switch (kind, end) {
        case (.certificate, let end?): return result(check, "certificate", end, remedy: Self.newCertificate)
        case (.clientSecret, let end?): return result(check, "client secret", end, remedy: Self.newSecret)
        case (.clientSecret, nil):
            return CheckResult(
                check, .notVerified, found: "client secret, end unknown", expected: "its end under clientSecretExpires",
                remedy: "copy the day from the app registration: Entra tells it to administrators alone"
            )
        case (.certificate, nil):
            return CheckResult(
                check, .failed, found: "certificate, unreadable", expected: "a certificate and its key",
                remedy: "see secret \(key).certificateFile"
            )
        case (.federatedToken, _): return CheckResult(check, .ok, found: "federated token, renewed by its issuer")
        case (.managedIdentity, _): return CheckResult(check, .ok, found: "managed identity, renewed by Azure")
        case (.refreshToken, _): return CheckResult(check, .ok, found: "sign-in, renewed by its use")
        }
    }

    private func result(_ check: String, _ name: String, _ end: Timestamp, remedy: String) -> CheckResult {
        let day = String(end.rfc3339.prefix(10))
        let left = end - now
        if left <= .zero {
            return CheckResult(
                check, .failed, found: "\(name), ended \(day)", expected: "one that is good", remedy: remedy)
        }
        if left < Self.notice {
            return CheckResult(
                check, .warning, found: "\(name), good until \(day)", expected: "30 days or more", remedy: remedy)
        }
        return CheckResult(check, .ok, found: "\(name), good until \(day)")
    }

    private static let newCertificate =
        "make a new certificate, upload it to the app registration beside the old one, then replace the files"
    private static let newSecret =
        "add a new secret in the app registration, replace clientSecretFile, correct clientSecretExpires"
}
