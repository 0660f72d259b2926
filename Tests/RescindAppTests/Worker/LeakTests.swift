import CanarySearch
import CommandContract
import Foundation
import GraphSimulator
import KafkaClient
import Logging
import Testing

@testable import RescindApp

@Suite("What the worker writes to its log", .timeLimit(.minutes(2)))
struct LeakTests {
    private static let secret = "cAnArY~sEcReT.7Qz+/=p"
    private static let comment = "cAnArY comment: all hands & more"
    private static let mailbox = "canary.upn.8841@aurora.example"
    private static let stem = "CanaryEvent77_x-"

    /// A global tenant whose application has the canary secret, and a mailbox with the canary address.
    private func world() throws -> SimulatedWorld {
        var world = try LabWorld.world(now: Date())
        let tenant = LabWorld.global
        world.addTenant(
            SimulatedTenant(
                id: tenant.id, cloud: .global, domains: [tenant.domain],
                applications: [
                    SimulatedApplication(
                        clientID: tenant.clientID, servicePrincipalID: "50000000-0000-4000-8000-000000000001",
                        secret: Self.secret, roles: tenant.roles
                    )
                ]
            )
        )
        try world.addMailbox(
            tenant: tenant.id, objectID: "a1000000-0000-4000-8000-0000000000ff", userPrincipalName: Self.mailbox,
            displayName: "Canary"
        )
        for number in 0..<8 {
            _ = try world.addMeeting(
                tenant: tenant.id, organizer: Self.mailbox, attendees: [tenant.mailboxes[0].userPrincipalName],
                start: Date().addingTimeInterval(86_400), stem: "\(Self.stem)\(number)"
            )
        }
        return world
    }

    @Test("neither secret, comment, address nor event id, on success or failure, raw or encoded")
    func canaries() async throws {
        let log = CapturedLog()
        try await Laboratory.with(world: world()) { lab in
            let ids = (0..<8).map { "AAMk\(Self.stem)\($0)AAA=" }
            let known = ids.filter { lab.simulator.graph.eventState($0) == .scheduled }
            #expect(known.count == 8, "the simulator's spelling of ids has changed")
            let graph = lab.simulator.graph
            for (event, answer) in [
                (ids[1], FaultAnswer(status: 401, code: "InvalidAuthenticationToken", message: Self.comment)),
                (ids[2], FaultAnswer(status: 503, code: "serviceNotAvailable", message: Self.mailbox)),
                (ids[3], FaultAnswer(status: 403, code: Self.mailbox, message: ids[3])),
                (ids[4], FaultAnswer(status: 400, code: ids[4], message: Self.secret)),
            ] { graph.addFault(FaultRule(event: event, operation: .cancel, effect: .answer(answer))) }
            graph.addFault(FaultRule(event: ids[5], operation: .cancel, effect: .dropAfterActing))
            graph.addFault(FaultRule(event: ids[6], operation: .read, times: 3, effect: .dropBeforeActing))
            graph.addFault(
                FaultRule(
                    operation: .token, effect: .answer(FaultAnswer(status: 500, code: "x", message: Self.secret))))
            let comment: (String, JSONValue?) = ("comment", .string(Self.comment))
            var records = ids.enumerated().map { index, id in
                SentRecord.cancel(id, id: "leak-\(index)", user: Self.mailbox, more: [comment])
            }
            records.append(.cancel(ids[0] + "/..", id: "leak-bad", user: Self.mailbox, more: [comment]))
            records.append(.cancel(ids[0], id: "leak-field", user: Self.mailbox, more: [(Self.comment, .null)]))
            records.append(.cancel("AAMkCanaryEvent77_gone=", id: "leak-gone", user: Self.mailbox, more: [comment]))
            var broken = records[0]
            broken.value?.removeLast()
            records.append(broken)
            // Of a tenant where the secret is refused.
            records.append(
                .cancel(ids[7], id: "leak-refused", user: Self.mailbox, tenant: LabWorld.restricted, more: [comment]))
            let places = try await lab.send(records)

            try await lab.withWorker(try lab.configuration(secret: Self.secret), logger: log.logger) { _ in
                let outcomes = try await lab.outcomes(of: places)
                let reasons = Set(outcomes.values.compactMap { $0.last?.reason })
                #expect(
                    reasons.isSuperset(
                        of: ["cancelled", "fieldInvalid", "malformed", "eventNotFound", "credentialInvalid"]))
                for seen in outcomes.values.joined() {
                    for canary in [Self.secret, Self.comment, Self.mailbox, Self.stem] {
                        #expect(seen.message?.contains(canary) == false)
                    }
                }
                try lab.cluster.setBrokerDown()
                await log.line { $0.contains("Disconnected") || $0.contains("brokers are down") }
                try lab.cluster.setBrokerUp()
            }
        }
        #expect(log.count("command settled") >= 13, "\(log.all.suffix(20))")
        let canaries = [
            Canary("secret", Self.secret), Canary("comment", Self.comment), Canary("mailbox", Self.mailbox),
            Canary("event id", Self.stem), Canary("id of no event", "CanaryEvent77_gone"),
        ]
        #expect(CanarySearch(canaries).leaks(in: log.all.joined(separator: "\n")) == [])
    }
}
