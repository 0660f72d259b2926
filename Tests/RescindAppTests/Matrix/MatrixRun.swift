import CommandContract
import GraphSimulator
import Testing

@testable import RescindApp

/// Cases that went through one worker, what the oracle says of them, and the simulator's log of it.
struct MatrixRun {
    let worker: MatrixWorker
    let commands: [MatrixCommand]
    let expected: [OutcomeReason]
    let log: [RequestRecord]
    private let outcomes: [String: [String]]

    init(_ worker: MatrixWorker, _ cases: [MatrixCase], _ credentials: CredentialBench) async throws {
        let bench = try worker.start(credentials)
        let graph = bench.simulator.graph
        let commands = try cases.map { try MatrixCommand($0, for: worker, in: graph) }
        let outcomes = MatrixOutcomes(wanted: commands.count)
        try await bench.run(commands.map(\.event), into: outcomes, until: { await outcomes.committed() })
        var oracle = MatrixOracle(worker)
        self.worker = worker
        self.commands = commands
        self.expected = cases.map { oracle.reason($0) }
        self.outcomes = outcomes.byCommand()
        log = graph.requestLog
        #expect(log.count == graph.requestCounts.arrived, "the log must hold every request")
    }

    var differences: [String] {
        zip(commands, expected).compactMap { command, expected in
            let seen = outcomes[command.item.id] ?? []
            return seen == [expected.rawValue] ? nil : "\(worker): \(command.item) must be \(expected), is \(seen)"
        }
    }

    /// No token and no request at another cloud's host, and each tenant's token only where that tenant is.
    func expectOwnClouds() {
        for request in log {
            #expect(request.isAtItsOwnCloud, "\(worker): \(request.cloud) \(request.target)")
            if request.operation == .token || request.operation == .metadata {
                #expect(request.cloud == Self.authority(request), "\(worker): \(request.cloud) \(request.target)")
            }
            guard request.operation == .token || !request.operation.isOfEntra else { continue }
            #expect(request.tenantCloud != nil, "\(worker): \(request.cloud) \(request.target)")
            let isServed = request.tenantCloud.map(worker.served.contains) == true
            #expect(isServed, "\(worker): \(request.target)")
            // Nothing is asked for a tenant that is not where it is configured.
            let isMistaken = worker.takesL4ForL5 && request.tenant == LabWorld.usGovL4.id
            #expect(!isMistaken, "\(worker): \(request.target)")
        }
        expectFewTokens()
    }

    /// One an application, and one each for Ada and Dina, however many commands want it.
    private func expectFewTokens() {
        let tokens = log.compactMap { request in
            request.tokenRequest.map { "\(request.tenant ?? "") \($0.clientID ?? "") \($0.grant)" }
        }
        for (token, count) in Dictionary(tokens.map { ($0, 1) }, uniquingKeysWith: +) {
            #expect(count <= (token.hasSuffix("\(SimulatedGrant.refreshToken)") ? 2 : 1), "\(worker): \(token)")
        }
    }

    /// Whose sign-in service the tenant in the request's path has to be asked for; L4 and L5 have one.
    private static func authority(_ request: RequestRecord) -> SimulatedCloud {
        let name = request.path.split(separator: "/").first.map(String.init)
        let cloud = LabWorld.tenants.first { $0.id == name }?.cloud ?? .global
        return cloud == .usGovL5 ? .usGovL4 : cloud
    }

    /// What was refused before the meeting was looked at has sent nothing, and nothing but what was to be cancelled was.
    func expectSilence() {
        let asked = Set(log.filter { !$0.operation.isOfEntra }.map(Self.eventID))
        let acted = Set(log.filter(\.acted).map(Self.eventID))
        #expect(log.filter(\.acted).allSatisfy { $0.operation == .cancel })
        for (command, reason) in zip(commands, expected) {
            let isAsked = asked.contains(command.eventID)
            #expect(isAsked == !MatrixOracle.isSilent(reason), "\(worker): \(command.item) \(reason)")
            #expect(acted.contains(command.eventID) == (reason == .cancelled), "\(worker): \(command.item) \(reason)")
        }
    }

    private static func eventID(_ request: RequestRecord) -> String {
        let segments = request.path.split(separator: "/").map(String.init)
        let place = segments.lastIndex(of: "events").map { $0 + 1 } ?? segments.endIndex
        return place < segments.endIndex ? segments[place].replacing("%3D", with: "=") : ""
    }
}
