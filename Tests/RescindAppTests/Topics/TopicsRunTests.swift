import KafkaClient
import Testing

@testable import RescindApp

/// On mock brokers, which know no administration requests.
@Suite("rescind topics asks Kafka", .timeLimit(.minutes(1)))
struct TopicsRunTests {
    private func report(_ laboratory: Laboratory, creation: TopicsRun.Creation?) async throws -> CheckReport {
        await TopicsRun(
            configuration: try laboratory.configuration(), creation: creation, timeout: .milliseconds(500)
        ).report()
    }

    private static let creation = TopicsRun.Creation(partitions: nil, replicationFactor: 1)

    @Test("topics that are there are compared and never touched, also with --create", arguments: [true, false])
    func existing(isCreating: Bool) async throws {
        try await Laboratory.with { laboratory in
            let report = try await report(laboratory, creation: isCreating ? Self.creation : nil)
            #expect(report.exitStatus == 0)
            #expect(report.results.count { $0.check == "topic commands" && $0.state == .ok } == 1)
            #expect(report.results.contains { $0.check == "topic outcomes: partitions" && $0.state == .ok })
        }
    }

    @Test("a missing topic fails, and one that cannot be created says why; the others are judged all the same")
    func missing() async throws {
        try await Laboratory.with { laboratory in
            try laboratory.cluster.setError(.unknownTopicOrPartition, of: Laboratory.outcomes)
            let compared = try await report(laboratory, creation: nil)
            #expect(compared.exitStatus == 1)
            #expect(compared.results.filter { $0.state == .failed }.map(\.check) == ["topic outcomes"])
            let created = try await report(laboratory, creation: Self.creation)
            #expect(created.exitStatus == 1)
            let failed = created.results.filter { $0.state == .failed }
            #expect(failed.map(\.check) == ["topic outcomes"])
            #expect(failed.first?.found.hasPrefix("no answer: _TIMED_OUT") == true)
            #expect(failed.first?.expected == "partitions: 4, replicas: 1")
            #expect(created.results.contains { $0.check == "topic deadLetters" && $0.state == .ok })
        }
    }

    @Test("nothing is created while nobody tells of the command topic, whose partitions it must have")
    func untoldCommands() async throws {
        try await Laboratory.with { laboratory in
            try laboratory.cluster.setError(.topicAuthorizationFailed, of: Laboratory.commands)
            try laboratory.cluster.setError(.unknownTopicOrPartition, of: Laboratory.outcomes)
            for partitions in [nil, 6] {
                let creation = TopicsRun.Creation(partitions: partitions, replicationFactor: 1)
                let report = try await report(laboratory, creation: creation)
                #expect(report.exitStatus == 1)
                #expect(report.results.first { $0.check == "topic commands" }?.state == .notVerified)
                let failed = report.results.filter { $0.state == .failed }
                #expect(failed.map(\.check) == ["topic outcomes"])
                // Had it been asked for, the mock would have given no answer.
                #expect(failed.first?.found.contains("was not created") == true)
                #expect(failed.first?.remedy.contains("Describe the command topic") == true)
            }
        }
    }

    @Test("a dead bootstrap is named")
    func unreachable() async throws {
        let kafka = RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: "127.0.0.1:1"))
        let configuration = RescindConfiguration(kafka: kafka, clouds: [], tenants: [], sources: [])
        let run = TopicsRun(configuration: configuration, creation: nil, timeout: .seconds(2))
        let report = await run.report()
        #expect(report.exitStatus == 1)
        #expect(report.results.map(\.check) == ["kafka brokers"])
    }
}
