import MeetingCancellation
import MicrosoftGraph

/// Judges whether a tenant's application reaches a mailbox: what Exchange's own scopes allow shows in no token.
struct MailboxChecks {
    /// Path of the tenant in the configuration, such as `tenants[0]`.
    let key: String
    /// Of its application; nil for an identity of the machine that is named in another way.
    let clientID: String?

    private var check: String { "\(key) mailbox scope" }

    /// No mailbox is named that could be looked at.
    var unasked: CheckResult {
        CheckResult(
            check, .notVerified, found: "no probeMailbox", expected: "a mailbox the sources may name",
            remedy: "name one under \(key).probeMailbox: its calendar is read, and nothing is changed"
        )
    }

    var withoutToken: CheckResult {
        CheckResult(check, .notVerified, found: "no token to ask with", remedy: "see \(key) token")
    }

    /// - Parameter failure: of reading an empty stretch of its calendar.
    func result(_ failure: GraphError?) -> CheckResult {
        guard let failure else { return CheckResult(check, .ok, found: "probeMailbox may be reached") }
        let found = [failure.code, failure.graphCode, failure.status.map { "status \($0)" }].compactMap(\.self)
            .joined(separator: ", ")
        switch failure.kind {
        case .forbidden:
            return CheckResult(
                check, .failed, found: found, expected: "access to probeMailbox",
                remedy:
                    "run \(ConsentFacts.scopeTest(of: clientID ?? "<clientId>")) in Exchange Online PowerShell, and extend "
                    + "the role's scope or the consent"
            )
        case .mailboxUnavailable, .itemNotFound:
            return CheckResult(
                check, .failed, found: found, expected: "a mailbox of this tenant",
                remedy: "correct probeMailbox: the tenant has no such mailbox in Exchange Online"
            )
        case .wrongCloud, .unauthorized:
            return CheckResult(
                check, .failed, found: found, expected: "a token this cloud's Graph takes",
                remedy: "correct cloud: Graph refuses the token"
            )
        default:
            return CheckResult(
                check, .notVerified, found: found, expected: "an answer", remedy: "check again in a minute")
        }
    }
}
