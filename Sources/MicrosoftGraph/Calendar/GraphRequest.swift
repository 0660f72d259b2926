/// Builds the requests of the calendar client.
///
/// The root of every address comes from the token's cloud, so a bearer token cannot meet another cloud's host.
enum GraphRequest {
    static let versionRoot = "/v1.0"

    static func cancel(
        _ event: EventPath,
        comment: String?,
        token: AccessToken,
        clientRequestID: ClientRequestID
    ) -> TransportRequest {
        TransportRequest(
            method: .post,
            url: address(event.cancelPath, token),
            headers: headers(token, clientRequestID) + [("Content-Type", "application/json")],
            body: CancelBody.bytes(comment: comment),
            // The action has no answer body; a status of 202 stands without it.
            answerLimit: HTTPTransport.errorBodyLimit
        )
    }

    static func read(
        _ event: EventPath,
        countsAttendees: Bool,
        token: AccessToken,
        clientRequestID: ClientRequestID,
        answerLimit: Int
    ) -> TransportRequest {
        let selection = countsAttendees ? CalendarEvent.selectionWithAttendees : CalendarEvent.selection
        let address = address("\(event.eventPath)?$select=\(selection)", token)
        return get(address, token: token, clientRequestID: clientRequestID, answerLimit: answerLimit)
    }

    /// Nil when a bound lies outside the years 1 to 9999.
    static func calendarViewAddress(
        _ container: EventPath,
        from: Int64,
        to: Int64,
        pageSize: Int,
        token: AccessToken
    ) -> String? {
        guard let from = GraphDateTime.text(secondsSinceEpoch: from),
            let to = GraphDateTime.text(secondsSinceEpoch: to)
        else { return nil }
        let query = [
            "startDateTime=\(PercentEncoding.encode(from))",
            "endDateTime=\(PercentEncoding.encode(to))",
            "$select=\(CalendarEvent.selection)",
            "$top=\(pageSize)",
        ]
        return address("\(container.calendarViewPath)?\(query.joined(separator: "&"))", token)
    }

    static func get(
        _ address: String,
        token: AccessToken,
        clientRequestID: ClientRequestID,
        answerLimit: Int
    ) -> TransportRequest {
        TransportRequest(
            method: .get,
            url: address,
            headers: headers(token, clientRequestID) + [("Prefer", "outlook.timezone=\"UTC\"")],
            body: nil,
            answerLimit: answerLimit
        )
    }

    private static func address(_ path: String, _ token: AccessToken) -> String {
        "\(token.cloud.graphRoot)\(versionRoot)\(path)"
    }

    private static func headers(
        _ token: AccessToken,
        _ clientRequestID: ClientRequestID
    ) -> [(name: String, value: String)] {
        [
            ("Authorization", "Bearer \(token.value.reveal())"),
            ("Accept", "application/json"),
            ("client-request-id", clientRequestID.value),
            // Per request: it makes returned ids immutable (Graph "Immutable identifiers for Outlook resources").
            ("Prefer", "IdType=\"ImmutableId\""),
        ]
    }
}
