import HTTPService
import ServiceLifecycle

/// The management server as a service of the process.
struct ManagementService: Service {
    let server: ManagementServer

    func run() async throws { try await server.run() }
}
