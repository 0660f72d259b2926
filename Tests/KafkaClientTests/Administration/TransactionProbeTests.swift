import KafkaClient
import Testing

@Suite("TransactionProbe", .timeLimit(.minutes(1)))
struct TransactionProbeTests {
    @Test("a cluster with transactions is usable")
    func usable() async throws {
        try await withCluster { cluster in
            let probe = TransactionProbe(connection: cluster.connection, idPrefix: "test-")
            guard case .answered = await probe.run(logger: .quiet) else {
                throw UnexpectedEvent(description: "not usable")
            }
        }
    }

    @Test("an id that is not authorized is refused with the broker's code", .enabled(if: TestBroker.isMock))
    func refused() async throws {
        try await withCluster { cluster in
            try cluster.mock.pushErrors(.initProducerID, [.transactionalIDAuthorizationFailed])
            let answer = await TransactionProbe(connection: cluster.connection, idPrefix: "x-").run(logger: .quiet)
            guard case .refused(let error) = answer else { throw UnexpectedEvent(description: "\(answer)") }
            #expect(error.code == "TRANSACTIONAL_ID_AUTHORIZATION_FAILED")
        }
    }

    @Test("a cluster that is away proves nothing, and the reason is told")
    func away() async throws {
        let connection = KafkaConnection(bootstrapServers: "127.0.0.1:1", settings: ["log_level": "0"])
        var probe = TransactionProbe(connection: connection, idPrefix: "x-")
        probe.timeout = .milliseconds(500)
        let answer = await probe.run(logger: .quiet)
        guard case .notVerified(let error) = answer else { throw UnexpectedEvent(description: "\(answer)") }
        #expect(error.code == "_TRANSPORT", "\(error)")
    }
}
