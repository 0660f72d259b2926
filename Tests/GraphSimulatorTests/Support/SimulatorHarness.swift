import AsyncHTTPClient
import FoundationEssentials
import Logging
import NIOCore
import NIOHTTP1

@testable import GraphSimulator

/// A running simulator with the lab world, and a plain HTTP client for it.
struct SimulatorHarness: Sendable {
    let simulator: GraphSimulator
    let endpoints: [SimulatedCloud: SimulatedEndpoint]

    /// Runs `body` against a simulator on ephemeral ports.
    static func run(
        time: SimulatorTime = .system,
        configuration: SimulatorConfiguration = SimulatorConfiguration(),
        _ body: @Sendable (SimulatorHarness) async throws -> Void
    ) async throws {
        var logger = Logger(label: "simulator-test")
        logger.logLevel = .error
        let simulator = GraphSimulator(
            configuration: configuration, world: try LabWorld.world(now: time.now()), time: time, logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                // The end of the test cancels the simulator.
                do { try await simulator.run() } catch is CancellationError {}
            }
            let harness = SimulatorHarness(simulator: simulator, endpoints: await simulator.endpoints())
            try await body(harness)
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    func send(
        _ method: HTTPMethod,
        _ path: String,
        cloud: SimulatedCloud = .global,
        token: String? = nil,
        headers: [(String, String)] = [],
        body: String? = nil
    ) async throws -> ReceivedAnswer {
        guard let endpoint = endpoints[cloud] else { throw SimulatorNotBound() }
        var request = HTTPClientRequest(url: endpoint.graphRoot + path)
        request.method = method
        request.headers = HTTPHeaders(headers)
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let bytes = try await response.body.collect(upTo: 16 << 20)
        return ReceivedAnswer(
            status: Int(response.status.code), headers: response.headers, body: Array(bytes.readableBytesView)
        )
    }

    /// An access token by the client-credentials grant.
    func token(_ tenant: LabTenant = LabWorld.global) async throws -> String {
        let form =
            "grant_type=client_credentials&client_id=\(tenant.clientID)&client_secret=\(tenant.clientSecret)"
            + "&scope=\(PercentEncoding.encode(tenant.cloud.graphRoot + "/.default"))"
        let answer = try await requestToken(tenant.id, form, cloud: tenant.cloud)
        return try answer.string("access_token")
    }

    /// Ada's delegated token by the refresh-token grant.
    func delegatedToken(_ tenant: LabTenant = LabWorld.global) async throws -> String {
        let form =
            "grant_type=refresh_token&client_id=\(tenant.clientID)&client_secret=\(tenant.clientSecret)"
            + "&refresh_token=\(tenant.refreshToken)"
        return try await requestToken(tenant.id, form, cloud: tenant.cloud).string("access_token")
    }

    /// Dina's, who may edit Ada's calendars.
    func delegateToken(_ tenant: LabTenant = LabWorld.global) async throws -> String {
        let form =
            "grant_type=refresh_token&client_id=\(tenant.clientID)&client_secret=\(tenant.clientSecret)"
            + "&refresh_token=\(tenant.delegateRefreshToken)"
        return try await requestToken(tenant.id, form, cloud: tenant.cloud).string("access_token")
    }

    /// The personal account's; its client is public.
    func personalToken() async throws -> String {
        let pia = LabWorld.personal
        let form = "grant_type=refresh_token&client_id=\(pia.clientID)&refresh_token=\(pia.refreshToken)"
        return try await requestToken("consumers", form, cloud: .global).string("access_token")
    }

    /// A delegated token with these permissions, by the control API.
    func token(of user: String, scopes: String, tenant: LabTenant = LabWorld.global) async throws -> String {
        let query = "tenant=\(tenant.id)&user=\(user)&scope=\(PercentEncoding.encode(scopes))"
        return try await send(.GET, "/_control/token?\(query)", cloud: tenant.cloud).string("access_token")
    }

    func addFault(_ json: String) async throws {
        let answer = try await send(.POST, "/_control/faults", body: json)
        guard answer.status == 201 else { throw ReceivedAnswer.MemberMissing(member: "id", status: answer.status) }
    }

    func requestToken(_ tenant: String, _ form: String, cloud: SimulatedCloud) async throws -> ReceivedAnswer {
        try await send(
            .POST, "/\(tenant)/oauth2/v2.0/token", cloud: cloud,
            headers: [("content-type", "application/x-www-form-urlencoded")], body: form
        )
    }

    func cancel(
        _ path: String,
        cloud: SimulatedCloud = .global,
        token: String,
        headers: [(String, String)] = [],
        body: String = "{}"
    ) async throws -> ReceivedAnswer {
        try await send(
            .POST, "/v1.0/\(path)/cancel", cloud: cloud, token: token,
            headers: [("content-type", "application/json")] + headers, body: body
        )
    }
}

struct SimulatorNotBound: Error {}
