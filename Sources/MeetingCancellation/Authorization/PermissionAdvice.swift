package import CommandContract

/// Says of a refusal for want of a right which permission is meant, of which kind, and where exactly it is given.
package struct PermissionAdvice: Sendable {
    private let need: PermissionNeed
    /// nil when nobody has configured where the application is registered.
    private let consent: ConsentFacts?

    package init(_ need: PermissionNeed, consent: ConsentFacts?) {
        self.need = need
        self.consent = consent
    }

    /// - Returns: nil for a reason that no permission helps against.
    package func text(for reason: OutcomeReason) -> String? {
        switch reason {
        case .permissionMissing, .consentMissing, .needsDelegated, .accountMailboxMismatch:
            sentence(need.isDelegated ? signIn : adminConsent)
        case .permissionUnknown: sentence(need.isDelegated ? signIn : scopeTest)
        case .accessDenied: sentence(need.isDelegated ? nil : scopeTest)
        default: nil
        }
    }

    private func sentence(_ way: String?) -> String {
        "Permission: \(need.text)." + (way.map { " " + $0 } ?? "")
    }

    private var adminConsent: String? { consent?.adminLink.map { "Admin consent: \($0)" } }

    private var signIn: String {
        "The account consents when it signs in"
            + (consent?.adminLink.map { ", or an administrator for it: \($0)" } ?? ".")
    }

    private var scopeTest: String? { consent.map { "In Exchange Online PowerShell: \($0.scopeTest)" } }
}
