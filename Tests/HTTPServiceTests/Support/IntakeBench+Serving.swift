import Logging
import ServiceLifecycle
import Testing

@testable import HTTPService

extension IntakeBench {
    private struct IntakeService: Service {
        let server: IntakeServer
        func run() async throws { try await server.run() }
    }

    /// Runs the server on a free port in a service group, as the worker does, and stops it gracefully after `body`.
    func serving(_ body: @Sendable (Int) async throws -> Void) async throws {
        try await servingInGroup { port, _ in try await body(port) }
    }

    /// The same for a body that stops the server itself.
    func servingInGroup(_ body: @Sendable (Int, ServiceGroup) async throws -> Void) async throws {
        let (ports, bound) = AsyncStream.makeStream(of: Int.self, bufferingPolicy: .bufferingNewest(1))
        let service = IntakeService(server: try server { bound.yield($0) })
        let group = ServiceGroup(services: [service], logger: log.logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await group.run()
                bound.finish()
            }
            let port = try #require(await ports.first { _ in true })
            do { try await body(port, group) } catch {
                tasks.cancelAll()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }
}
