import NIOHTTP1
import Testing

@testable import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct AnswerClassifierTests {
    private func error(_ status: Int, _ body: String = "", _ headers: HTTPHeaders = [:]) -> GraphError {
        let answer = TransportAnswer(
            status: status,
            headers: headers,
            body: .complete(Array(body.utf8)),
            receivedAt: Date(timeIntervalSince1970: 784_111_777)
        )
        return AnswerClassifier.error(for: answer, clientRequestID: .derive(source: [], id: [], attempt: 1))
    }

    private func body(_ code: String, message: String = "m") -> String {
        #"{"error":{"code":"\#(code)","message":"\#(message)"}}"#
    }

    @Test(
        "a bare status has its kind and verdict, and refuses nothing: it may be a proxy's",
        arguments: [
            (301, .redirected, .ambiguous), (304, .redirected, .ambiguous), (400, .unexpectedStatus, .ambiguous),
            (401, .unauthorized(claims: nil), .surelyNotProcessed), (402, .unexpectedStatus, .ambiguous),
            (403, .unexpectedStatus, .ambiguous), (404, .unexpectedStatus, .ambiguous),
            (405, .invalidRequest, .ambiguous),
            (406, .invalidRequest, .ambiguous), (407, .unexpectedStatus, .ambiguous),
            (408, .unexpectedStatus, .ambiguous),
            (409, .conflict, .ambiguous), (410, .unexpectedStatus, .ambiguous), (411, .invalidRequest, .ambiguous),
            (412, .conflict, .ambiguous), (413, .invalidRequest, .ambiguous), (414, .invalidRequest, .ambiguous),
            (415, .invalidRequest, .ambiguous), (421, .unexpectedStatus, .ambiguous),
            (423, .unexpectedStatus, .ambiguous),
            (429, .throttled, .surelyNotProcessed), (431, .invalidRequest, .ambiguous), (500, .serverError, .ambiguous),
            (501, .serverError, .ambiguous), (502, .serverError, .ambiguous), (503, .serverError, .ambiguous),
            (504, .serverError, .ambiguous), (507, .serverError, .ambiguous), (509, .serverError, .ambiguous),
        ] as [(Int, GraphErrorKind, GraphVerdict)]
    )
    func statuses(status: Int, kind: GraphErrorKind, verdict: GraphVerdict) {
        let error = self.error(status)
        #expect(error.kind == kind)
        #expect(error.verdict == verdict)
        #expect(error.status == status)
    }

    @Test(
        "a code refines what the status says",
        arguments: [
            (400, "ErrorInvalidIdMalformed", .invalidRequest, .permanent),
            (400, "ErrorCalendarIsNotOrganizer", .notOrganizer, .permanent),
            (400, "ErrorCalendarOccurrenceIsDeletedFromRecurrence", .itemNotFound, .permanent),
            (400, "ErrorIrresolvableConflict", .conflict, .ambiguous),
            (400, "ErrorMoveCopyFailed", .invalidRequest, .ambiguous),
            (400, "ErrorInternalServerTransientError", .invalidRequest, .ambiguous),
            (403, "ErrorAccessDenied", .forbidden, .permanent), (403, "extensionError", .forbidden, .permanent),
            (403, "ErrorSubmissionQuotaExceeded", .forbidden, .ambiguous),
            (403, "MailboxNotEnabledForRESTAPI", .mailboxUnavailable, .permanent),
            (404, "ErrorItemNotFound", .itemNotFound, .permanent),
            (404, "MailboxNotEnabledForRESTAPI", .mailboxUnavailable, .permanent),
            (404, "Request_ResourceNotFound", .mailboxUnavailable, .permanent),
            (404, "ErrorNonExistentMailbox", .mailboxUnavailable, .permanent),
            (429, "ApplicationThrottled", .throttled, .surelyNotProcessed),
            (503, "MailboxInfoStale", .serverError, .ambiguous), (503, "ErrorServerBusy", .serverError, .ambiguous),
        ] as [(Int, String, GraphErrorKind, GraphVerdict)]
    )
    func codes(status: Int, code: String, kind: GraphErrorKind, verdict: GraphVerdict) {
        let error = self.error(status, self.body(code))
        #expect(error.kind == kind)
        #expect(error.verdict == verdict)
        #expect(error.graphCode == code)
    }

    @Test(
        "a claims challenge is about the token, under 401 and 403, and nothing was done",
        arguments: [
            (401, .unauthorized(claims: Secret("e30=")), .surelyNotProcessed),
            (403, .unauthorized(claims: Secret("e30=")), .surelyNotProcessed), (400, .invalidRequest, .permanent),
            (503, .serverError, .ambiguous),
        ] as [(Int, GraphErrorKind, GraphVerdict)]
    )
    func claimsChallenge(status: Int, kind: GraphErrorKind, verdict: GraphVerdict) {
        let headers: HTTPHeaders = ["www-authenticate": #"Bearer error="insufficient_claims", claims="e30=""#]
        let error = self.error(status, self.body("InvalidAuthenticationToken"), headers)
        #expect(error.kind == kind)
        #expect(error.verdict == verdict)
    }

    @Test("the page's sentence means not the organizer, under 400 only and whatever the code")
    func organizerSentence() {
        let sentence = "Your request can't be completed. You need to be an organizer to cancel a meeting."
        #expect(self.error(400, self.body("ErrorInvalidRequest", message: sentence)).kind == .notOrganizer)
        #expect(self.error(400, self.body("ErrorUnheardOf", message: sentence)).kind == .notOrganizer)
        #expect(
            self.error(400, self.body("ErrorInvalidRequest", message: "You need to be nice.")).kind == .invalidRequest)
        #expect(self.error(403, self.body("ErrorAccessDenied", message: sentence)).kind == .forbidden)
        #expect(self.error(500, self.body("x", message: sentence)).verdict == .ambiguous)
    }

    @Test("the longest of several waits counts, an unreadable one does not")
    func retryAfter() {
        let headers: HTTPHeaders = ["Retry-After": "5", "retry-after": "2.5", "RETRY-AFTER": "never"]
        #expect(self.error(503, "", headers).retryAfter == .seconds(5))
        #expect(self.error(503, "", headers).retryAfterFaults == [.unreadable])
        #expect(self.error(503, "", ["Retry-After": "soon"]).retryAfter == nil)
        #expect(self.error(429, "", ["Retry-After": "99999999"]).retryAfterFaults == [.clamped])
        #expect(self.error(503).retryAfter == nil)
        #expect(self.error(503).retryAfterFaults == [])
    }

    @Test("without a date in the answer, a date to wait for is held against our clock")
    func retryAfterDate() {
        let error = self.error(503, "", ["Retry-After": "Sun, 06 Nov 1994 08:50:37 GMT", "Date": "yesterday"])
        #expect(error.retryAfter == .seconds(60))
        #expect(error.date == nil)
    }

    @Test(
        "a failure of the transport has its kind and verdict",
        arguments: [
            (.connectFailed, .connectFailed, .surelyNotProcessed), (.timeout, .timeout, .ambiguous),
            (.connectionLost, .connectionLost, .ambiguous), (.unreadable, .unreadableAnswer, .ambiguous),
            (.abandoned(beforeSending: true), .abandoned, .surelyNotProcessed),
            (.abandoned(beforeSending: false), .abandoned, .ambiguous),
        ] as [(TransportFailure.Kind, GraphErrorKind, GraphVerdict)]
    )
    func failures(failure: TransportFailure.Kind, kind: GraphErrorKind, verdict: GraphVerdict) {
        let id = ClientRequestID.derive(source: [], id: [], attempt: 1)
        let error = AnswerClassifier.error(for: TransportFailure(failure), clientRequestID: id)
        #expect(error.kind == kind)
        #expect(error.verdict == verdict)
    }
}
