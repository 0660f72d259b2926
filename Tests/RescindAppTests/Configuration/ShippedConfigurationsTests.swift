import CommandPipeline
import KafkaClient
import MeetingCancellation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("The configuration files that are shipped")
struct ShippedConfigurationsTests {
    private func load(_ name: String) throws -> RescindConfiguration {
        let path = "config/\(name).yaml"
        return try RescindConfiguration(
            file: Repository.file(path), text: try Repository.text(path), environment: [:]
        )
    }

    @Test("each loads and finds its secrets", arguments: ["minimal", "rescind.example", "lab"])
    func load(name: String) throws {
        let configuration = try load(name)
        #expect(!configuration.tenants.isEmpty)
        for tenant in configuration.tenants { #expect(try !tenant.credential.clientSecret().reveal().isEmpty) }
    }

    @Test("the example's values are the code's defaults")
    func exampleIsTheDefault() throws {
        let example = try load("rescind.example")
        let minimal = try load("minimal")
        #expect(String(describing: example.limits) == String(describing: PipelineLimits()))
        #expect(example.timeouts == HTTPTimeouts())
        #expect(example.commentCharacters == minimal.commentCharacters)
        #expect(String(describing: example.management) == String(describing: RescindConfiguration.Management()))
        #expect(example.pauses == minimal.pauses && minimal.pauses == RescindConfiguration.Pauses())
        #expect(example.signatureTolerance == minimal.signatureTolerance)
        #expect(example.clouds == minimal.clouds)
        #expect(Set(example.clouds.values) == Set(NationalCloud.builtIn))
        #expect(example.tenants.map(\.profile.permissionCheck) == minimal.tenants.map(\.profile.permissionCheck))

        let policy = try #require(example.sources.first)
        let fresh = SourcePolicy(source: policy.source, tenants: policy.tenants, mailboxes: policy.mailboxes)
        #expect(policy == fresh)

        let defaults = RescindConfiguration.Kafka(connection: KafkaConnection(bootstrapServers: ""))
        #expect(example.kafka.groupID == defaults.groupID)
        #expect(example.kafka.slot == defaults.slot)
        #expect(example.kafka.commands == defaults.commands)
        #expect(example.kafka.outcomes == defaults.outcomes)
        #expect(example.kafka.ledger == defaults.ledger)
        #expect(example.kafka.deadLetters == defaults.deadLetters)
        #expect(example.kafka.partitions == defaults.partitions)
        #expect(example.kafka.plainOffsetCommits == defaults.plainOffsetCommits)
        #expect(example.kafka.transactionalID == "rescind-0")
    }

    /// The reader names the known keys when it meets an unknown one: all of them must stand in the example.
    @Test(
        "the example shows every key",
        arguments: [
            ("", "kafka:\n  bootstrap"), ("kafka", "  bootstrap"), ("kafka.topics", "    commands"),
            ("kafka.oauth", "    tokenEndpoint"), ("clouds[3]", "    authority"), ("tenants[0]", "    domains"),
            ("accounts[0]", "    mailbox: "), ("sources[0]", "    mailboxes"), ("sources[0].allow", "      paths"),
            ("sources[0].comment", "      required"), ("limits", "  concurrency"),
            ("graph", "  connectTimeout"), ("management", "  host"), ("intake", "  bodyBytes"),
            ("pauses", "  reread"),
        ]
    )
    func exampleIsComplete(path: String, before: String) async throws {
        try await WholeExample.with { example in
            let indentation = before.prefix { $0 == " " }
            let broken = example.text.replacing(
                before, with: "\(indentation)zzUnknown: 1\n\(before)", maxReplacements: 1)
            do throws(ConfigurationError) {
                _ = try RescindConfiguration(file: example.file, text: broken, environment: [:])
                Issue.record("an unknown key was accepted")
            } catch {
                #expect(error.key == (path.isEmpty ? "zzUnknown" : "\(path).zzUnknown"))
                let known = error.rule.split(separator: "known here: ").last?.split(separator: ", ") ?? []
                #expect(known.count > 1)
                for key in known {
                    #expect(example.shows(key, at: path), "\(path).\(key) is not in the example")
                }
            }
        }
    }

    @Test("the example can be loaded with everything in it that is left out by default")
    func wholeExample() async throws {
        try await WholeExample.with { example in
            let whole = try RescindConfiguration(file: example.file, text: example.text, environment: [:])
            #expect(whole.kafka.connection.tokenProvider != nil)
            #expect(whole.pauses.file?.hasSuffix("/pauses.yaml") == true)
            #expect(whole.accounts.map(\.profile.name) == ["rooms-robot"])
            #expect(whole.clouds["china21Vianet"]?.graphRoot.hasPrefix("http://127.0.0.1:") == true)
        }
    }

    @Test("the minimal file is a dozen lines")
    func minimalIsSmall() throws {
        let lines = try Repository.text("config/minimal.yaml").split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count <= 12)
    }

    @Test("the lab's file serves the four clouds from loopback")
    func lab() throws {
        let configuration = try load("lab")
        #expect(configuration.clouds.count == 4)
        #expect(configuration.clouds.values.allSatisfy { $0.graphRoot.hasPrefix("http://127.0.0.1:") })
        #expect(configuration.clouds["usGovL4"]?.authority == configuration.clouds["usGovL5"]?.authority)
        #expect(configuration.kafka.plainOffsetCommits)
        #expect(configuration.tenants.count == 4)
    }
}
