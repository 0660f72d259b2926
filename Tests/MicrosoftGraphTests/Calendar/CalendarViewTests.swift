import MicrosoftGraph
import Synchronization
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite(.timeLimit(.minutes(1))) struct CalendarViewTests {
    /// The body of a page by its number and the address of the server.
    private typealias PageMaker = @Sendable (Int, String) -> String

    private static func event(_ id: String) -> String {
        """
        {"id":"\(id)","type":"singleInstance","isOrganizer":true,"isCancelled":false,
        "start":{"dateTime":"2026-11-22T10:00:00.0000000","timeZone":"UTC"}}
        """
    }

    private static func page(_ ids: [String], next: String? = nil) -> String {
        let link = next.map { ",\"@odata.nextLink\":\"\($0)\"" } ?? ""
        return "{\"value\":[\(ids.map(self.event).joined(separator: ","))]\(link)}"
    }

    private func view(_ graph: GraphFixture) async throws(GraphError) -> [CalendarEvent] {
        guard let path = try? GraphFixture.event() else { return [] }
        return try await graph.client.calendarView(
            of: path,
            from: Date(timeIntervalSince1970: 1_795_305_600.9),
            to: Date(timeIntervalSince1970: 1_795_391_999.1),
            token: graph.token,
            clientRequestID: GraphFixture.requestID()
        )
    }

    /// The view against a server whose pages are made once its address is known.
    private func run(
        _ pages: @escaping PageMaker,
        _ body: (GraphFixture) async throws -> Void
    ) async throws {
        let root = Mutex("")
        try await GraphFixture.run(script: .byNumber({ .answer(200, pages($0, root.withLock { $0 })) })) { graph in
            root.withLock { $0 = graph.server.root }
            try await body(graph)
        }
    }

    @Test("the first page's address covers the whole time asked for")
    func request() async throws {
        let pages: PageMaker = { _, _ in Self.page(["A"]) }
        try await self.run(pages) { graph in
            let ids = try await self.view(graph).map(\.id)
            #expect(ids == ["A"])
            let request = try #require(graph.server.requests.first)
            let query = [
                "startDateTime=2026-11-22T00%3A00%3A00Z", "endDateTime=2026-11-23T00%3A00%3A00Z",
                "$select=id,iCalUId,type,seriesMasterId,isOrganizer,isCancelled,start", "$top=100",
            ]
            #expect(
                request.line
                    == "GET /v1.0/users/\(GraphFixture.userID)/calendarView?\(query.joined(separator: "&")) HTTP/1.1"
            )
            #expect(request.values("prefer") == ["IdType=\"ImmutableId\"", "outlook.timezone=\"UTC\""])
        }
    }

    @Test("further pages are followed as given, each under its own request id")
    func pages() async throws {
        let pages: PageMaker = { number, root in
            Self.page(
                ["A\(number)"], next: number < 2 ? "\(root)/v1.0/users/u/calendarView?$skip=\(number)&x=%2F" : nil)
        }
        try await self.run(pages) { graph in
            let ids = try await self.view(graph).map(\.id)
            #expect(ids == ["A0", "A1", "A2"])
            let requests = graph.server.requests
            #expect(
                requests.dropFirst().map(\.line) == [
                    "GET /v1.0/users/u/calendarView?$skip=0&x=%2F HTTP/1.1",
                    "GET /v1.0/users/u/calendarView?$skip=1&x=%2F HTTP/1.1",
                ]
            )
            let requestIDs = requests.flatMap { $0.values("client-request-id") }
            #expect(requestIDs == (0..<3).map { GraphFixture.requestID().page($0).value })
            #expect(Set(requestIDs).count == 3)
        }
    }

    @Test("a next link to another host gets neither a request nor the token")
    func foreignNextLink() async throws {
        try await FakeServer.run(.always(.answer(200, Self.page([])))) { other in
            let link = "\(other.root)/v1.0/users/u/calendarView"
            let pages: PageMaker = { _, _ in Self.page(["A"], next: link) }
            try await self.run(pages) { graph in
                let error = try await #require(throws: GraphError.self) { try await self.view(graph) }
                #expect(error.kind == .unreadableAnswer)
                #expect(error.detail == "foreignNextLink")
                #expect(graph.server.requests.count == 1)
                #expect(other.requests.isEmpty)
            }
        }
    }

    @Test("a view without end is refused instead of cut")
    func endless() async throws {
        let pages: PageMaker = { Self.page(["A\($0)"], next: "\($1)/v1.0/users/u/calendarView?$skip=\($0)") }
        try await self.run(pages) { graph in
            let error = try await #require(throws: GraphError.self) { try await self.view(graph) }
            #expect(error.detail == "tooManyPages")
            #expect(graph.server.requests.count == 20)
        }
    }

    @Test("one unreadable event makes the view unreadable")
    func unreadable() async throws {
        let pages: PageMaker = { _, _ in "{\"value\":[\(Self.event("A")),{\"id\":\"B\"}]}" }
        try await self.run(pages) { graph in
            let error = try await #require(throws: GraphError.self) { try await self.view(graph) }
            #expect(error.kind == .unreadableAnswer)
        }
    }

    @Test("a time no calendar holds sends nothing")
    func outOfRange() async throws {
        let pages: PageMaker = { _, _ in Self.page([]) }
        try await self.run(pages) { graph in
            let error = try await #require(throws: GraphError.self) {
                try await graph.client.calendarView(
                    of: GraphFixture.event(),
                    from: Date(timeIntervalSince1970: -1e300),
                    to: Date(timeIntervalSince1970: 1e300),
                    token: graph.token,
                    clientRequestID: GraphFixture.requestID()
                )
            }
            #expect(error.detail == "timeOutOfRange")
            #expect(graph.server.requests.isEmpty)
        }
    }
}
