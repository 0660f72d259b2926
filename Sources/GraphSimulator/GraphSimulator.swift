package import FoundationEssentials
import Hummingbird
import HummingbirdCore
import HummingbirdTLS
package import Logging
import NIOCore

/// A stateful Microsoft Graph and Entra of the four national clouds, on loopback over HTTP/1.1, plain or in TLS.
///
/// It is the independent judge of the worker: it imports nothing of the product and holds requests against
/// Microsoft's documentation. One listener per cloud serves Graph (`/v1.0/…`), the cloud's authority
/// (`/{tenant}/oauth2/v2.0/token`, `/{tenant}/v2.0/.well-known/openid-configuration`) and the control API
/// (`/_control/…`).
package final class GraphSimulator: Sendable {
    private let configuration: SimulatorConfiguration
    private let store: SimulatorStore
    private let board = EndpointBoard()
    private let time: SimulatorTime
    private let logger: Logger

    package init(
        configuration: SimulatorConfiguration = SimulatorConfiguration(),
        world: SimulatedWorld,
        time: SimulatorTime = .system,
        logger: Logger
    ) {
        self.configuration = configuration
        self.time = time
        self.logger = logger
        store = SimulatorStore(
            SimulatorState(world: world, configuration: configuration, startedAt: time.now())
        )
    }

    /// Serves until the task is cancelled or a surrounding `ServiceGroup` shuts down gracefully. Call it once.
    ///
    /// - Throws: when a port cannot be bound; then the other listeners stop too.
    package func run() async throws {
        defer { board.close() }
        let server = try server()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (offset, cloud) in SimulatedCloud.allCases.enumerated() {
                let port = configuration.basePort == 0 ? 0 : configuration.basePort + offset
                group.addTask { try await self.listener(for: cloud, port: port, server: server).run() }
            }
            // Not `waitForAll`: it would go on waiting for the listeners that could be bound.
            for try await _ in group {}
        }
    }

    /// Waits until all four listeners are bound. Empty when `run()` has ended, incomplete when the caller is cancelled.
    package func endpoints() async -> [SimulatedCloud: SimulatedEndpoint] {
        await board.waitUntilComplete()
        return board.current
    }

    private func server() throws -> HTTPServerBuilder {
        guard let certificates = configuration.certificates else { return .http1() }
        return try .tls(.http1(), tlsConfiguration: certificates.tlsConfiguration())
    }

    private func listener(
        for cloud: SimulatedCloud, port: Int, server: HTTPServerBuilder
    ) -> some ApplicationProtocol {
        // Hummingbird reports the ordinary end by cancellation as an error, once per listener. What matters, a port
        // that cannot be bound, is thrown.
        var logger = logger
        logger.logLevel = .critical
        return Application(
            responder: SimulatorResponder(cloud: cloud, store: store, time: time),
            server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: port),
                serverName: "graph-simulator"
            ),
            onServerRunning: { [self] channel in
                guard let port = channel.localAddress?.port else { return }
                let endpoint = SimulatedEndpoint(
                    cloud: cloud, scheme: configuration.certificates == nil ? "http" : "https",
                    host: configuration.host, port: port
                )
                // The state knows its endpoints before anybody else does: the first token may name this root.
                store.withState { $0.endpoints[cloud] = endpoint }
                board.listenerBound(endpoint)
            },
            logger: logger
        )
    }
}

extension GraphSimulator {
    /// Adds a meeting while the simulator runs; parameters as in `SimulatedWorld.addMeeting`.
    package func addMeeting(
        tenant: String,
        organizer: String,
        attendees: [String],
        start: Date,
        kind: MeetingKind = .singleInstance,
        duration: TimeInterval = 1800,
        subject: String = "Lab meeting",
        calendarID: String? = nil
    ) throws(WorldError) -> MeetingIDs {
        try store.withState { state throws(WorldError) in
            try state.changeWorld { world throws(WorldError) in
                try world.addMeeting(
                    tenant: tenant, organizer: organizer, attendees: attendees, start: start, kind: kind,
                    duration: duration, subject: subject, calendarID: calendarID
                )
            }
        }
    }

    /// The organizer cancels in their own calendar program: as a request would, without one.
    /// - Parameter eventID: ordinary or immutable id of the organizer's copy.
    package func cancelByHand(eventID: String, comment: String? = nil) throws(CancelRefusal) {
        try store.withState { state throws(CancelRefusal) in
            try state.changeWorld { world throws(CancelRefusal) in
                try world.cancelByHand(eventID: eventID, comment: comment, at: time.now())
            }
        }
    }

    /// Puts a fault in force. Rules apply in the order they were added; the first that matches wins.
    /// - Returns: the rule's number, to take it back by.
    @discardableResult
    package func addFault(_ rule: FaultRule) -> Int { store.withState { $0.faults.add(rule) } }

    /// Takes the rule out of force, unless it is used up.
    package func removeFault(_ number: Int) { store.withState { $0.faults.remove(number) } }

    /// Changes an application while the simulator runs: rotates its credentials, disables it, withdraws its consent.
    /// - Parameter tenant: GUID or domain.
    package func changeApplication(
        tenant: String, clientID: String, _ change: (inout SimulatedApplication) -> Void
    ) throws(WorldError) {
        try store.withState { state throws(WorldError) in
            try state.changeWorld { world throws(WorldError) in
                try world.changeApplication(tenant: tenant, clientID: clientID, change)
            }
        }
    }

    /// Publishes a further key of a federated issuer.
    package func addFederatedIssuer(_ issuer: String, keyPEM: String) throws(WorldError) {
        try store.withState { state throws(WorldError) in
            try state.changeWorld { world throws(WorldError) in
                try world.addFederatedIssuer(issuer, keyPEM: keyPEM)
            }
        }
    }

    /// Takes back the tokens issued until now; a client that handles claims challenges is challenged.
    package func revoke(_ revocation: SimulatedRevocation) throws(WorldError) {
        try store.withState { state throws(WorldError) in try state.revoke(revocation, now: time.now()) }
    }

    /// The sign-ins by device code, oldest first.
    package var deviceSignIns: [DeviceSignIn] { store.withState { $0.deviceCodes.all } }

    /// The user's answer to a sign-in.
    package func decideSignIn(userCode: String, _ decision: DeviceSignIn.Decision) throws(WorldError) {
        try store.withState { state throws(WorldError) in
            try state.decideSignIn(userCode: userCode, decision)
        }
    }

    /// The newest requests the bounded log holds, oldest first.
    package var requestLog: [RequestRecord] { store.withState { $0.log.newest() } }

    /// Exact counts of all requests.
    package var requestCounts: RequestCounts { store.withState { $0.log.counts } }

    /// Every cancellation message, in order of sending.
    package var outbox: [OutboxMessage] { store.withState { $0.world.outbox } }

    /// A copy of the world at this moment.
    package var world: SimulatedWorld { store.withState { $0.world } }

    /// What became of the copy with this id; `nil` when there never was one.
    package func eventState(_ id: String) -> EventState? {
        store.withState { $0.world.eventState(id) }
    }

    /// Back to the initial world, without faults (a scenario's too) and log; issued tokens stay good.
    package func reset() {
        store.withState { $0.reset() }
    }
}
