import ArgumentParser
import Foundation
import GraphSimulator
import Logging
import ServiceLifecycle
import UnixSignals

/// `rescind-lab graph`: the Graph and Entra simulator alone.
struct GraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph",
        abstract: "Run the simulator of Microsoft Graph and Entra in four clouds (docs/simulator.md).",
        discussion: """
            Prints each cloud's address and the seed, then serves until SIGINT or SIGTERM. Exits 65 when the scenario is \
            not as it should be, 66 when it cannot be read, 73 when the CA certificate cannot be written.
            """
    )

    @Option(help: "Port of the global cloud; the other three follow. 0 takes any four free ports.")
    var port = 9100

    @Flag(help: "Serve HTTPS for 127.0.0.1 and localhost with a certificate made at start.")
    var tls = false

    @Option(
        name: .customLong("tls-ca"),
        help: ArgumentHelp(
            "Where to write the certificate of the authority that clients have to trust.", valueName: "file"
        )
    )
    var authorityFile: String?

    @Option(help: ArgumentHelp("YAML: what to add to the world, and faults in force.", valueName: "file"))
    var scenario: String?

    @Option(help: "Requests an application may have under way for one mailbox; 0 = any number.")
    var mailboxConcurrency = 4

    @Option(help: "Start of the random numbers of faults with a rate; drawn when left out.")
    var seed: UInt64?

    func validate() throws {
        guard (0...65_532).contains(port) else { throw ValidationError("--port must be 0 to 65532") }
        guard mailboxConcurrency >= 0 else { throw ValidationError("--mailbox-concurrency must not be negative") }
        guard tls == (authorityFile != nil) else { throw ValidationError("--tls and --tls-ca belong together") }
    }

    func run() async throws {
        let now = Date()
        var configuration = SimulatorConfiguration(
            basePort: port, mailboxConcurrency: mailboxConcurrency == 0 ? nil : mailboxConcurrency
        )
        if let seed { configuration.seed = seed }
        if let authorityFile { configuration.certificates = try certificates(authorityFile, now: now) }
        let (world, faults) = try world(now: now)
        let simulator = GraphSimulator(
            configuration: configuration, world: world, logger: Logger(label: "simulator")
        )
        for fault in faults { simulator.addFault(fault) }
        let announcer = Task { [configuration] in
            let endpoints = await simulator.endpoints()
            for cloud in SimulatedCloud.allCases {
                guard let endpoint = endpoints[cloud] else { continue }
                let tenant = LabWorld.tenant(in: cloud)
                Lab.print("\(cloud.rawValue): \(endpoint.graphRoot)  tenant \(tenant.id) (\(tenant.domain))")
            }
            Lab.print("seed: \(configuration.seed)")
        }
        defer { announcer.cancel() }
        try await ServiceGroup(
            services: [SimulatorService(simulator: simulator)], gracefulShutdownSignals: [.sigint, .sigterm],
            logger: Logger(label: "services")
        ).run()
    }

    private func certificates(_ path: String, now: Date) throws -> SimulatorCertificates {
        let certificates = try SimulatorCertificates(now: now)
        do {
            try certificates.authorityPEM.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw failure(73, "\(path): cannot be written")
        }
        return certificates
    }

    private func world(now: Date) throws -> (SimulatedWorld, [FaultRule]) {
        var world = try LabWorld.world(now: now)
        guard let path = scenario else { return (world, []) }
        guard let yaml = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw failure(66, "\(path): cannot be read")
        }
        do {
            let scenario = try SimulatorScenario(yaml: yaml)
            try scenario.apply(to: &world, now: now)
            return (world, scenario.faults)
        } catch {
            throw failure(65, "\(path): \(error)")
        }
    }

    private func failure(_ code: Int32, _ message: String) -> ExitCode {
        FileHandle.standardError.write(Data("rescind-lab: \(message)\n".utf8))
        return ExitCode(code)
    }
}

/// The simulator as a service of the process.
struct SimulatorService: Service {
    let simulator: GraphSimulator

    func run() async throws { try await simulator.run() }
}
