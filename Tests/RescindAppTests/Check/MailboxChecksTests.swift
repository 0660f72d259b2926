import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Whether a tenant's application reaches a mailbox")
struct MailboxChecksTests {
    private let checks = MailboxChecks(key: "tenants[0]", clientID: "c0000000-0000-4000-8000-000000000001")

    @Test(
        "who refuses decides what to do",
        arguments: [
            (
                403, "ErrorAccessDenied", CheckState.failed,
                "Authorization -Identity c0000000-0000-4000-8000-000000000001 -Resource"
            ),
            (404, "ErrorNonExistentMailbox", .failed, "correct probeMailbox"),
            (404, "ErrorItemNotFound", .failed, "correct probeMailbox"),
            (401, "InvalidAuthenticationToken", .failed, "cloud"),
            (429, "TooManyRequests", .notVerified, "again"), (503, "ErrorServerBusy", .notVerified, "again"),
        ] as [(Int, String, CheckState, String)])
    func refused(status: Int, code: String, state: CheckState, remedy: String) {
        let kind: GraphErrorKind =
            switch status {
            case 403: .forbidden
            case 404: code == "ErrorItemNotFound" ? .itemNotFound : .mailboxUnavailable
            case 401: .unauthorized(claims: nil)
            case 429: .throttled
            default: .serverError
            }
        let failure = GraphError(
            kind: kind, verdict: .permanent, clientRequestID: .derive(source: [], id: [], attempt: 1), status: status,
            graphCode: code)
        let result = checks.result(failure)
        #expect(result.state == state)
        #expect(result.found.contains(code))
        #expect(result.remedy.contains(remedy))
    }

    @Test("an answer is enough; without a mailbox or a token nothing is verified")
    func others() {
        #expect(checks.result(nil).state == .ok)
        #expect(checks.unasked.state == .notVerified)
        #expect(checks.unasked.remedy.contains("tenants[0].probeMailbox"))
        #expect(checks.withoutToken.state == .notVerified)
    }
}
