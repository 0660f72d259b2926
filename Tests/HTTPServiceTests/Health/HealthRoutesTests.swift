import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import HTTPService

@Suite("Probes", .timeLimit(.minutes(1)))
struct HealthRoutesTests {
    private func probe(
        _ health: ScriptedHealth, _ uri: String, _ method: HTTPRequest.Method = .get
    ) async throws -> TestResponse {
        let router = Router()
        HealthRoutes(source: health).add(to: router)
        return try await Application(router: router).test(.router) { client in
            try await client.execute(uri: uri, method: method)
        }
    }

    @Test("a healthy worker answers ok to both probes", arguments: ["/livez", "/readyz"])
    func healthy(path: String) async throws {
        let response = try await probe(ScriptedHealth(), path)
        #expect(response.status == .ok)
        #expect(String(buffer: response.body) == "ok\n")
        #expect(response.headers[.contentType] == "text/plain; charset=utf-8")
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test("an unhealthy one answers 503 with a problem a line")
    func problems() async throws {
        let response = try await probe(ScriptedHealth(liveness: ["does not poll", "has failed"]), "/livez")
        #expect(response.status == .serviceUnavailable)
        #expect(String(buffer: response.body) == "does not poll\nhas failed\n")
        #expect(response.headers[.cacheControl] == "no-store")
    }

    @Test("a worker that is not ready is alive all the same")
    func readinessIsNotLiveness() async throws {
        let health = ScriptedHealth(readiness: ["not a member of the group"])
        #expect(try await probe(health, "/livez").status == .ok)
        let response = try await probe(health, "/readyz")
        #expect(response.status == .serviceUnavailable)
        #expect(String(buffer: response.body) == "not a member of the group\n")
    }

    @Test("the source is asked on every request")
    func askedAnew() async throws {
        let health = ScriptedHealth(readiness: ["starting"])
        #expect(try await probe(health, "/readyz").status == .serviceUnavailable)
        health.becomesReady()
        #expect(try await probe(health, "/readyz").status == .ok)
    }

    @Test(
        "nothing else is served",
        arguments: ["/", "/livez/", "/livez/x", "/LIVEZ", "/metrics", "/%2e%2e/livez", "//livez", "/readyz%00"]
    )
    func unknownPath(path: String) async throws {
        let response = try await probe(ScriptedHealth(), path)
        // Hummingbird reads a trailing or doubled slash as the same path.
        #expect(response.status == (["/livez/", "//livez"].contains(path) ? .ok : .notFound))
    }

    @Test("a probe is a GET", arguments: [HTTPRequest.Method.post, .put, .delete, .patch])
    func otherMethods(method: HTTPRequest.Method) async throws {
        let status = try await probe(ScriptedHealth(), "/livez", method).status
        #expect(status == .notFound || status == .methodNotAllowed)
    }
}
