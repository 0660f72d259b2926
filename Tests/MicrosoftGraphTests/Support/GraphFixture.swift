import MicrosoftGraph
import Testing

/// A Graph client pointed at a fake server, and values to call it with.
struct GraphFixture: Sendable {
    let server: FakeServer
    let transport: HTTPTransport
    let client: GraphClient
    let cloud: NationalCloud
    let token: AccessToken

    static let userID = "5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11"
    static let bearer = "canary-bearer-9f81"

    /// Starts both, runs `body`, ends both.
    static func run<Result>(
        clock: any Clock<Duration> = ContinuousClock(),
        answerLimit: Int = 1024 * 1024,
        script scripts: FakeServer.Scripts,
        _ body: (GraphFixture) async throws -> Result
    ) async throws -> Result {
        try await FakeServer.run(scripts) { server in
            let transport = HTTPTransport(userAgent: "Test/1.0", clock: clock)
            do {
                let cloud = try NationalCloud.global.with(graphRoot: server.root, authority: server.root)
                let token = AccessToken(
                    cloud: cloud, value: Secret(Self.bearer), expiry: .now.advanced(by: .seconds(3600)))
                let client = GraphClient(transport: transport, answerLimit: answerLimit)
                let fixture = GraphFixture(
                    server: server,
                    transport: transport,
                    client: client,
                    cloud: cloud,
                    token: token
                )
                let result = try await body(fixture)
                try await transport.shutdown()
                return result
            } catch {
                try await transport.shutdown()
                throw error
            }
        }
    }

    static func requestID(_ number: UInt32 = 1) -> ClientRequestID {
        .derive(source: [1], id: [2], attempt: number)
    }

    static func event(_ id: String = "AAMkAGI1=") throws -> EventPath {
        try EventPath(mailbox: .user(Self.userID), calendar: .events, eventID: id)
    }

    /// Cancels the ordinary event and returns what happened.
    func cancel(comment: String? = nil) async throws -> Result<GraphAnswer, GraphError> {
        let event = try Self.event()
        do throws(GraphError) {
            return .success(
                try await self.client.cancel(
                    event,
                    comment: comment,
                    token: self.token,
                    clientRequestID: Self.requestID()
                )
            )
        } catch {
            return .failure(error)
        }
    }

    func read(countsAttendees: Bool = false) async throws -> Result<CalendarEvent, GraphError> {
        let event = try Self.event()
        do throws(GraphError) {
            return .success(
                try await self.client.readEvent(
                    event, countsAttendees: countsAttendees, token: self.token, clientRequestID: Self.requestID())
            )
        } catch {
            return .failure(error)
        }
    }
}

extension Result {
    /// The failure, or a failed requirement.
    func requireFailure(_ location: SourceLocation = #_sourceLocation) throws -> Failure {
        guard case .failure(let failure) = self else {
            return try #require(nil as Failure?, "expected a failure", sourceLocation: location)
        }
        return failure
    }
}
