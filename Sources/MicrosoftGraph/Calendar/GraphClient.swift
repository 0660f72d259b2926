#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// The calendar calls of Microsoft Graph: one HTTP exchange each, a typed answer or a typed error, no retry.
package struct GraphClient: Sendable {
    private let transport: HTTPTransport
    private let answerLimit: Int

    /// Bounds of one calendar view: past them the answer is refused rather than cut, since an event missing from a cut
    /// list would look like a cancelled one.
    static let pageSize = 100
    static let mostPages = 20

    /// - Parameter answerLimit: The most bytes of a read's answer; a page of a calendar view is the largest.
    package init(transport: HTTPTransport, answerLimit: Int = 1024 * 1024) {
        self.transport = transport
        self.answerLimit = answerLimit
    }

    /// Cancels the meeting: mails the attendees and moves the event to Deleted Items (Graph "event: cancel").
    ///
    /// - Parameter comment: Goes to all attendees. Its limits are the caller's to check.
    /// - Returns: The 202. It says that Graph took the request, nothing of delivery.
    /// - Important: Look at the error's `verdict` before ever sending it again.
    package func cancel(
        _ event: EventPath,
        comment: String?,
        token: AccessToken,
        clientRequestID: ClientRequestID
    ) async throws(GraphError) -> GraphAnswer {
        let request = GraphRequest.cancel(event, comment: comment, token: token, clientRequestID: clientRequestID)
        let answer = try await exchange(request, clientRequestID)
        // Only the documented status counts as success; the body, which should be empty, does not matter.
        guard answer.status == 202 else {
            throw AnswerClassifier.error(for: answer, clientRequestID: clientRequestID)
        }
        return GraphAnswer(
            status: answer.status,
            requestID: answer.identifier("request-id"),
            clientRequestID: clientRequestID,
            date: answer.date
        )
    }

    /// Reads the event by the very path it would be cancelled by.
    ///
    /// - Parameter countsAttendees: Whether the answer must tell if there are any.
    package func readEvent(
        _ event: EventPath,
        countsAttendees: Bool = false,
        token: AccessToken,
        clientRequestID: ClientRequestID
    ) async throws(GraphError) -> CalendarEvent {
        let request = GraphRequest.read(
            event,
            countsAttendees: countsAttendees,
            token: token,
            clientRequestID: clientRequestID,
            answerLimit: answerLimit
        )
        let found = try await read(CalendarEvent.self, request, clientRequestID)
        // Silence is no "nobody": an appointment would be taken for a meeting, or the other way round.
        guard !countsAttendees || found.hasAttendees != nil else {
            throw refused("attendeesMissing", .ambiguous, clientRequestID)
        }
        return found
    }

    /// All events of the container of `path` that touch the time from `from` to `to`, series expanded.
    ///
    /// - Parameter path: Its event id is not used. See `EventPath.calendarViewPath` for which calendar is meant.
    /// - Important: Throws rather than return an incomplete list.
    package func calendarView(
        of path: EventPath,
        from: Date,
        to: Date,
        token: AccessToken,
        clientRequestID: ClientRequestID
    ) async throws(GraphError) -> [CalendarEvent] {
        var next = GraphRequest.calendarViewAddress(
            path,
            from: Self.wholeSeconds(from, .down),
            to: Self.wholeSeconds(to, .up),
            pageSize: Self.pageSize,
            token: token
        )
        guard next != nil else { throw refused("timeOutOfRange", .surelyNotProcessed, clientRequestID) }
        var events: [CalendarEvent] = []
        var pages: UInt32 = 0
        while let address = next {
            guard pages < Self.mostPages else { throw refused("tooManyPages", .ambiguous, clientRequestID) }
            let page = try await page(address, token, clientRequestID.page(pages))
            events += page.events
            next = page.nextLink
            pages += 1
        }
        return events
    }

    private func page(
        _ address: String,
        _ token: AccessToken,
        _ clientRequestID: ClientRequestID
    ) async throws(GraphError) -> EventPage {
        let request = GraphRequest.get(
            address,
            token: token,
            clientRequestID: clientRequestID,
            answerLimit: answerLimit
        )
        let page = try await read(EventPage.self, request, clientRequestID)
        if let link = page.nextLink {
            let origin = token.cloud.graphOrigin
            guard NextLink.isFollowable(link, from: origin, versionRoot: GraphRequest.versionRoot) else {
                throw refused("foreignNextLink", .ambiguous, clientRequestID)
            }
        }
        return page
    }

    private func read<Value: Decodable>(
        _ type: Value.Type,
        _ request: TransportRequest,
        _ clientRequestID: ClientRequestID
    ) async throws(GraphError) -> Value {
        let answer = try await exchange(request, clientRequestID)
        guard answer.status == 200 else {
            throw AnswerClassifier.error(for: answer, clientRequestID: clientRequestID)
        }
        switch answer.body {
        case .complete(let bytes):
            if let value = try? JSONDecoder().decode(type, from: Data(bytes)) { return value }
            // The decoder's own error may quote the answer, so only the fact is passed on.
            throw unusable(answer, .unreadableAnswer, clientRequestID)
        case .tooLarge: throw unusable(answer, .bodyTooLarge, clientRequestID)
        case .broken(let failure): throw AnswerClassifier.error(for: failure, clientRequestID: clientRequestID)
        }
    }

    private func exchange(
        _ request: TransportRequest,
        _ clientRequestID: ClientRequestID
    ) async throws(GraphError) -> TransportAnswer {
        do {
            return try await transport.exchange(request)
        } catch {
            throw AnswerClassifier.error(for: error, clientRequestID: clientRequestID)
        }
    }

    private func unusable(
        _ answer: TransportAnswer,
        _ kind: GraphErrorKind,
        _ clientRequestID: ClientRequestID
    ) -> GraphError {
        GraphError(
            kind: kind,
            verdict: .ambiguous,
            clientRequestID: clientRequestID,
            status: answer.status,
            requestID: answer.identifier("request-id"),
            date: answer.date
        )
    }

    private func refused(_ detail: String, _ verdict: GraphVerdict, _ id: ClientRequestID) -> GraphError {
        GraphError(kind: .unreadableAnswer, verdict: verdict, clientRequestID: id, detail: detail)
    }

    /// Clamped to what a calendar can hold, so that no date of any caller overflows the conversion.
    private static func wholeSeconds(_ date: Date, _ rule: FloatingPointRoundingRule) -> Int64 {
        let limit = 1e15
        return Int64(min(max(date.timeIntervalSince1970.rounded(rule), -limit), limit))
    }
}
