import CommandContract
import Foundation
import GraphSimulator
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Every credential in every cloud", .timeLimit(.minutes(2)))
struct EveryCredentialTests {
    private static let path = RequestPath(mailbox: .users, calendar: .events)

    @Test("an application's credential of each kind gets a token and cancels a meeting in each cloud")
    func applications() async throws {
        try await CredentialBench.with { credentials in
            for kind in CredentialBench.Kind.allCases {
                for cloud in SimulatedCloud.allCases {
                    credentials.bench.simulator.graph.reset()
                    try credentials.register()
                    let command = PermissionKind.application.command(Self.path, in: cloud)
                    let outcome = try await credentials.worker(kind).outcome(of: command)
                    #expect(outcome.reason == "cancelled", "\(kind) in \(cloud): \(outcome)")
                    Self.expectOnly(cloud, kind, credentials.bench.simulator.graph)
                }
            }
        }
    }

    /// One way to a token, and nothing at another cloud's host; L4 and L5 have one authority.
    private static func expectOnly(_ cloud: SimulatedCloud, _ kind: CredentialBench.Kind, _ graph: GraphSimulator) {
        let grants = graph.requestLog.compactMap { $0.tokenRequest?.grant }
        let wanted: Set<SimulatedGrant> =
            switch kind {
            case .clientSecret: [.secret]
            case .certificate: [.assertion]
            case .federatedToken: [.federated]
            case .managedIdentity, .assignedIdentity: [.managedIdentity]
            case .identityAsFederated: [.managedIdentity, .federated]
            }
        #expect(Set(grants) == wanted, "\(kind) in \(cloud)")
        #expect(grants.count == wanted.count, "\(kind) in \(cloud)")
        let authority = cloud == .usGovL5 ? SimulatedCloud.usGovL4 : cloud
        for request in graph.requestLog {
            let isOfEntra = [.token, .metadata].contains(request.operation)
            #expect(request.cloud == (isOfEntra ? authority : cloud), "\(kind) in \(cloud): \(request.target)")
        }
    }

    @Test("a work account's sign-in cancels in each cloud; a personal one in the worldwide cloud and nowhere else")
    func signIns() async throws {
        try await CredentialBench.with { credentials in
            let me = RequestPath(mailbox: .me, calendar: .events)
            for cloud in SimulatedCloud.allCases {
                for kind in [PermissionKind.workAccount, .personalAccount] {
                    credentials.bench.simulator.graph.reset()
                    let outcome = try await credentials.bench.outcome(of: kind.command(me, in: cloud))
                    let isOffered = kind == .workAccount || cloud == .global
                    #expect(outcome.reason == (isOffered ? "cancelled" : "cloudMismatch"), "\(kind) in \(cloud)")
                    if !isOffered { #expect(credentials.bench.simulator.graph.requestLog.isEmpty) }
                }
            }
        }
    }
}
