import MicrosoftGraph
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite(.timeLimit(.minutes(1))) struct GraphClientReadTests {
    static let event = """
        {"@odata.etag":"x","id":"AAimm=","iCalUId":"040000008200E0","type":"occurrence","seriesMasterId":"M=",
        "isOrganizer":true,"isCancelled":false,"start":{"dateTime":"2026-11-22T10:00:00.5000000","timeZone":"UTC"},
        "attendees":[{"type":"required","emailAddress":{"address":"a@b.example"}},{"type":"optional"}]}
        """

    @Test("an event is read by its own path, with both preferences and a selection")
    func request() async throws {
        try await GraphFixture.run(script: .always(.answer(200, Self.event))) { graph in
            let event = try await graph.read().get()
            #expect(event.id == "AAimm=")
            #expect(event.iCalUId == "040000008200E0")
            #expect(event.type == .occurrence)
            #expect(event.seriesMasterId == "M=")
            #expect(event.isOrganizer)
            #expect(!event.isCancelled)
            #expect(event.start.timeIntervalSince1970 == 1_795_341_600.5)
            let request = try #require(graph.server.requests.first)
            let select = "id,iCalUId,type,seriesMasterId,isOrganizer,isCancelled,start"
            #expect(
                request.line
                    == "GET /v1.0/users/\(GraphFixture.userID)/events/AAMkAGI1%3D?$select=\(select) HTTP/1.1"
            )
            #expect(request.values("prefer") == ["IdType=\"ImmutableId\"", "outlook.timezone=\"UTC\""])
            #expect(request.values("authorization") == ["Bearer \(GraphFixture.bearer)"])
            #expect(request.values("client-request-id") == [GraphFixture.requestID().value])
            #expect(request.values("content-type").isEmpty)
            #expect(request.body.isEmpty)
        }
    }

    @Test("whether there are attendees is asked for where it matters, and who they are is not kept")
    func attendees() async throws {
        try await GraphFixture.run(script: .always(.answer(200, Self.event))) { graph in
            let event = try await graph.read(countsAttendees: true).get()
            #expect(event.hasAttendees == true)
            #expect(graph.server.requests.first?.line.contains("isCancelled,start,attendees HTTP/1.1") == true)
            var text = ""
            dump(event, to: &text)
            #expect(!(text + String(reflecting: event)).contains("a@b.example"))
        }
        let list = try #require(Self.event.firstRange(of: "[{")).lowerBound
        let nobody = Self.event[..<list] + "[]}"
        try await GraphFixture.run(script: .always(.answer(200, String(nobody)))) { graph in
            let event = try await graph.read(countsAttendees: true).get()
            #expect(event.hasAttendees == false)
        }
    }

    @Test(
        "an answer that was to tell of attendees and does not is unreadable: silence is no \"nobody\"",
        arguments: ["", ",\"attendees\":null", ",\"attendees\":{}", ",\"attendees\":7"])
    func noAttendees(member: String) async throws {
        let list = try #require(Self.event.firstRange(of: ",\n\"attendees\"")).lowerBound
        let body = Self.event[..<list] + member + "}"
        try await GraphFixture.run(script: .always(.answer(200, String(body)))) { graph in
            let error = try await graph.read(countsAttendees: true).requireFailure()
            #expect(error.kind == .unreadableAnswer)
        }
    }

    @Test("what need not be said may be absent or null")
    func optionals() async throws {
        let body = """
            {"id":"A","iCalUId":null,"type":"seriesMaster","isOrganizer":false,"isCancelled":true,
            "start":{"dateTime":"2026-11-22T10:00:00","timeZone":"UTC"}}
            """
        try await GraphFixture.run(script: .always(.answer(200, body))) { graph in
            let event = try await graph.read().get()
            #expect(event.iCalUId == nil)
            #expect(event.seriesMasterId == nil)
            #expect(event.isCancelled)
            #expect("\(event)" == "CalendarEvent(seriesMaster)")
        }
    }

    @Test(
        "an answer a decision could not rest on is unreadable",
        arguments: [
            ("\"id\":\"AAimm=\",", ""), ("\"AAimm=\"", "\"\""), ("\"isOrganizer\":true,", ""), ("true", "null"),
            ("\"isCancelled\":false,", ""), ("\"occurrence\"", "\"party\""), ("\"UTC\"", "\"Pacific Standard Time\""),
            ("2026-11-22", "2026-02-30"), ("{\"@odata", "[{\"@odata"),
        ]
    )
    func unreadable(part: String, replacement: String) async throws {
        let body = Self.event.replacing(part, with: replacement)
        try await GraphFixture.run(script: .always(.answer(200, body))) { graph in
            let error = try await graph.read().requireFailure()
            #expect(error.kind == .unreadableAnswer)
            #expect(error.status == 200)
        }
    }

    @Test("an answer over the limit is refused, whether it says its length or not")
    func bodyCap() async throws {
        let long = Self.event + String(repeating: " ", count: 2000)
        let scripts: [FakeServer.Script] = [
            .answer(200, long), .answerThenClose("HTTP/1.1 200 OK\r\n\r\n\(long)"), .answer(200, Self.event),
        ]
        try await GraphFixture.run(answerLimit: 1000, script: .inTurn(scripts)) { graph in
            let kind = try await graph.read().requireFailure().kind
            #expect(kind == .bodyTooLarge)
            let kind2 = try await graph.read().requireFailure().kind
            #expect(kind2 == .bodyTooLarge)
            let id = try await graph.read().get().id
            #expect(id == "AAimm=")
        }
    }

    @Test("a body that breaks off is a lost connection")
    func broken() async throws {
        try await GraphFixture.run(script: .always(.broken(200, "{", promised: 50))) { graph in
            let kind = try await graph.read().requireFailure().kind
            #expect(kind == .connectionLost)
        }
    }

    @Test("an error answer is classified as for cancel")
    func notFound() async throws {
        let body = #"{"error":{"code":"ErrorItemNotFound","message":"m"}}"#
        try await GraphFixture.run(script: .always(.answer(404, body))) { graph in
            let kind = try await graph.read().requireFailure().kind
            #expect(kind == .itemNotFound)
        }
    }
}
