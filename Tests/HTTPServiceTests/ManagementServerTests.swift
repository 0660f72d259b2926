import AsyncHTTPClient
import HTTPService
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization
import Testing

@Suite("Management server", .timeLimit(.minutes(1)))
struct ManagementServerTests {
    private struct ManagementService: Service {
        let server: ManagementServer
        func run() async throws { try await server.run() }
    }

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private func server(
        port: Int = 0, health: ScriptedHealth = ScriptedHealth(), metrics: MetricRegistry? = nil,
        status: (@Sendable () -> [UInt8])? = nil, onBound: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> ManagementServer {
        ManagementServer(
            host: "127.0.0.1", port: port, health: health, metrics: metrics, status: status, logger: Self.quiet,
            onBound: onBound)
    }

    /// Runs a server on a free port in a service group, as the worker does, and stops it gracefully after `body`.
    private func withServer(
        _ health: ScriptedHealth = ScriptedHealth(), metrics: MetricRegistry? = nil,
        status: (@Sendable () -> [UInt8])? = nil, _ body: @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, bound) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let service = ManagementService(
            server: server(health: health, metrics: metrics, status: status) { bound.yield($0) })
        let group = ServiceGroup(services: [service], logger: Self.quiet)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await group.run()
                bound.finish()
            }
            let port = try #require(await ports.first { _ in true })
            do { try await body(port) } catch {
                tasks.cancelAll()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    private func get(_ path: String, port: Int) async throws -> (status: UInt, body: String) {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        return (response.status.code, String(buffer: try await response.body.collect(upTo: 64 * 1024)))
    }

    @Test("port 0 takes a free port and tells which")
    func ephemeralPort() async throws {
        try await withServer { port in
            #expect((1...65_535).contains(port))
            let answer = try await get("/livez", port: port)
            #expect(answer == (200, "ok\n"))
        }
    }

    @Test("metrics are served beside the probes when there is a registry, and are 404 without")
    func metrics() async throws {
        let registry = MetricRegistry()
        WorkerMetrics(factory: registry).tombstoneSkipped()
        try await withServer(metrics: registry) { port in
            let answer = try await get("/metrics", port: port)
            #expect(answer.status == 200 && answer.body.contains("rescind_tombstones_total 1\n"))
        }
        try await withServer { port in
            let answer = try await get("/metrics", port: port)
            #expect(answer.status == 404)
        }
    }

    @Test("the status is asked anew on every request, and is 404 where nobody works on commands")
    func status() async throws {
        let number = Mutex(0)
        let status: @Sendable () -> [UInt8] = {
            number.withLock { number in
                number += 1
                return Array("{\"number\":\(number)}".utf8)
            }
        }
        try await withServer(status: status) { port in
            for expected in 1...2 {
                let answer = try await get("/status", port: port)
                #expect(answer == (200, "{\"number\":\(expected)}"))
            }
        }
        try await withServer { port in
            let answer = try await get("/status", port: port)
            #expect(answer.status == 404)
        }
    }

    @Test("a 503 on the wire carries the problem")
    func unhealthyOnTheWire() async throws {
        try await withServer(ScriptedHealth(readiness: ["starting"])) { port in
            let answer = try await get("/readyz", port: port)
            #expect(answer == (503, "starting\n"))
        }
    }

    @Test("an unknown path is 404 on the wire")
    func unknownPath() async throws {
        try await withServer { port in
            let answer = try await get("/nothing", port: port)
            #expect(answer.status == 404)
        }
    }

    @Test("after a graceful stop nobody listens, kept connections notwithstanding")
    func gracefulStop() async throws {
        let stopped = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        try await withServer { port in
            // The shared client keeps this connection open: the stop must not wait for it.
            _ = try await get("/livez", port: port)
            stopped.continuation.yield(port)
        }
        let port = try #require(await stopped.stream.first { _ in true })
        await #expect(throws: (any Error).self) { try await get("/livez", port: port) }
    }

    @Test("a port in use is an error, not a silent worker without probes")
    func portInUse() async throws {
        try await withServer { port in
            await #expect(throws: (any Error).self) { try await server(port: port).run() }
        }
    }

    @Test("the answer does not tell what serves it")
    func noServerName() async throws {
        try await withServer { port in
            let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)/livez")
            let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
            #expect(response.headers["server"].isEmpty)
            _ = try await response.body.collect(upTo: 1024)
        }
    }
}
