import CommandContract
import Foundation
import GraphSimulator
import MeetingCancellation
import Testing

@testable import RescindApp

@Suite("The ten paths by permission kind and cloud", .timeLimit(.minutes(2)))
struct PathMatrixTests {
    /// Cancelling is what the matrix is about: these must, whatever the document says.
    private static func mustCancel(_ kind: PermissionKind, _ path: RequestPath, _ cloud: SimulatedCloud) -> Bool {
        switch kind {
        case .workAccount, .delegate: true
        case .personalAccount: cloud == .global && path.mailbox == .me
        case .application: path.mailbox == .users
        }
    }

    @Test("each cell does what docs/paths.md says, and a refused one sends nothing")
    func matrix() async throws {
        try await PathBench.with { bench in
            var matrix = PathMatrix()
            for kind in PermissionKind.allCases {
                for cloud in SimulatedCloud.allCases {
                    for path in kind.paths {
                        matrix.enter(try await Self.run(kind, path, cloud, on: bench), kind, path, cloud)
                    }
                }
            }
            #expect(matrix.cells.count == 136)
            try RepositoryDocument.expect("docs/paths.md", toBe: matrix.document)
        }
    }

    /// Runs one cell in a world of its own and holds the simulator's log to its answer.
    private static func run(
        _ kind: PermissionKind, _ path: RequestPath, _ cloud: SimulatedCloud, on bench: PathBench
    ) async throws -> String {
        let graph = bench.simulator.graph
        graph.reset()
        let outcome = try await bench.outcome(of: kind.command(path, in: cloud))
        let cell = "\(kind) \(path.template) \(cloud)"
        #expect((outcome.status == "cancelled") == mustCancel(kind, path, cloud), "\(cell): \(outcome)")
        guard outcome.status == "cancelled" else {
            #expect(outcome.status == "refused", "\(cell)")
            #expect(graph.requestLog.isEmpty, "\(cell): \(graph.requestLog.map(\.target))")
            return outcome.reason
        }
        #expect(outcome.reason == "cancelled")
        expectCancelled(kind, path, cloud, graph)
        return PathMatrix.cancels
    }

    private static func expectCancelled(
        _ kind: PermissionKind, _ path: RequestPath, _ cloud: SimulatedCloud, _ graph: GraphSimulator
    ) {
        let cell = "\(kind) \(path.template) \(cloud)"
        #expect(graph.eventState(kind.eventID(path, in: cloud)) == .deleted, "\(cell)")
        #expect(graph.outbox.first?.comment == PathMatrix.comment, "\(cell)")
        let cancels = graph.requestLog.filter { $0.operation == .cancel }
        #expect(cancels.map { String($0.path) } == [kind.requestPath(path, in: cloud)], "\(cell)")
        // L4 and L5 have one authority; nothing else ever goes to another cloud's port.
        let authority = cloud == .usGovL5 ? SimulatedCloud.usGovL4 : cloud
        for request in graph.requestLog {
            let isOfEntra = [.token, .metadata].contains(request.operation)
            #expect(request.cloud == (isOfEntra ? authority : cloud), "\(cell): \(request.target)")
        }
    }

    @Test("the paths are the ten of the API page")
    func paths() {
        #expect(
            RequestPath.all.map(\.template) == [
                "/me/events/{id}/cancel", "/users/{id | userPrincipalName}/events/{id}/cancel",
                "/groups/{id}/events/{id}/cancel", "/me/calendar/events/{id}/cancel",
                "/users/{id | userPrincipalName}/calendar/events/{id}/cancel",
                "/groups/{id}/calendar/events/{id}/cancel",
                "/me/calendars/{id}/events/{id}/cancel",
                "/users/{id | userPrincipalName}/calendars/{id}/events/{id}/cancel",
                "/me/calendarGroups/{id}/calendars/{id}/events/{id}/cancel",
                "/users/{id | userPrincipalName}/calendarGroups/{id}/calendars/{id}/events/{id}/cancel",
            ]
        )
    }
}
