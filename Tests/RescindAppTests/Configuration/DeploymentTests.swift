import CommandPipeline
import KafkaClient
import Testing

@testable import RescindApp

/// An unknown RESCIND_… variable is no error, and nothing here starts an engine: these files need a reader of their own.
@Suite("The files of deploy/")
struct DeploymentTests {
    private func load(_ path: String, _ environment: [String: String] = [:]) throws -> RescindConfiguration {
        try RescindConfiguration(
            file: Repository.file(path), text: try Repository.text(path), environment: environment
        )
    }

    private func lines(_ path: String) throws -> [Substring] { try Repository.text(path).split(separator: "\n") }

    @Test("compose.yaml overrides what the laboratory's file has for the mock")
    func composeEnvironment() throws {
        let variables = try lines("deploy/compose.yaml").compactMap {
            $0.firstMatch(of: /^ +(RESCIND_\w+): "?([^"]+)"?$/)
        }
        let environment = Dictionary(uniqueKeysWithValues: variables.map { (String($0.1), String($0.2)) })
        let configuration = try load("config/lab.yaml", environment)
        #expect(environment.count == 3)
        #expect(configuration.kafka.connection.bootstrapServers == "kafka:9092")
        #expect(!configuration.kafka.plainOffsetCommits)
        #expect(configuration.management.host == "0.0.0.0")
    }

    @Test("compose.yaml gives every secret file that the laboratory's file names")
    func composeSecrets() throws {
        let compose = try Repository.text("deploy/compose.yaml")
        let files = try Repository.text("config/lab.yaml").matches(of: /clientSecretFile: (\S+)/).map(\.1)
        #expect(files.count == 4)
        for file in files {
            #expect(compose.contains("target: /etc/rescind/\(file) }"))
            #expect(compose.contains("file: ../config/\(file) }"))
        }
    }

    @Test("compose.yaml makes the worker's topics")
    func composeTopics() throws {
        let topics = try load("config/lab.yaml").kafka
        let compose = try Repository.text("deploy/compose.yaml")
        let created = try #require(compose.firstMatch(of: /for topic in ([a-z -]+); do/))
        #expect(
            Set(created.1.split(separator: " ").map { "meeting.cancel.\($0)" })
                == [topics.commands, topics.outcomes, topics.ledger, topics.deadLetters]
        )
    }

    @Test("compose.yaml makes the ledger as the table wants it")
    func composeLedger() throws {
        let configuration = try load("config/lab.yaml")
        let compose = try Repository.text("deploy/compose.yaml")
        let options = try #require(compose.firstMatch(of: /settings="([^"]+)"/)).1
        let ledger = try #require(TopicExpectation.all(for: configuration).first { $0.key == "ledger" })
        let wanted = TopicPlan(given: 4, configured: 0, existing: nil, replicationFactor: 1).specification(ledger)
        for setting in ["cleanup.policy", "message.timestamp.type"] {
            #expect(options.contains("--config \(setting)=\(try #require(wanted.configuration[setting]))"))
        }
    }

    @Test("the example for Kubernetes loads, and a replica's ordinal is its slot")
    func kubernetes() throws {
        let path = "deploy/kubernetes/rescind.yaml"
        let pods = try Repository.text("deploy/kubernetes/statefulset.yaml")
        let variable = try #require(pods.firstMatch(of: /name: (RESCIND_\w+)/))
        #expect(pods.contains("mountPath: /run/rescind/secrets,"))
        let text = try Repository.text(path).replacing(
            "/run/rescind/secrets/aurora", with: Repository.file("config/lab/secrets/global")
        )
        let configuration = try RescindConfiguration(
            file: Repository.file(path), text: text, environment: [String(variable.1): "3"]
        )
        #expect(configuration.kafka.transactionalID == "rescind-3")
        #expect(configuration.management.port == 8080)
        // The folder is mounted whether or not its map exists: without it the worker would not start.
        let folder = SecretFile.folder(of: try #require(configuration.pauses.file))
        #expect(pods.contains("{ name: pauses, mountPath: \(folder), readOnly: true }"))
        #expect(pods.contains("configMap: { name: rescind-pauses, optional: true }"))
    }

    @Test("the platforms wait for a drain and a slow commit")
    func gracePeriods() throws {
        let seconds = PipelineLimits().drain.components.seconds + 80
        #expect(try lines("deploy/compose.yaml").contains { $0.contains("stop_grace_period: \(seconds)s ") })
        #expect(
            try lines("deploy/kubernetes/statefulset.yaml").contains {
                $0.contains("terminationGracePeriodSeconds: \(seconds) ")
            }
        )
    }

    @Test("the laboratory has the product's base images and is built into its own image only")
    func laboratoryApart() throws {
        let product = try lines("deploy/Containerfile")
        let laboratory = try lines("deploy/Containerfile.lab")
        #expect(product.filter { $0.hasPrefix("ARG ") && $0.contains("_IMAGE=") }.count == 2)
        for base in product where base.hasPrefix("ARG ") && base.contains("_IMAGE=") {
            #expect(laboratory.contains(base))
        }
        #expect(!product.contains { !$0.hasPrefix("#") && $0.contains("rescind-lab") })
        #expect(laboratory.contains { $0.contains("--product rescind-lab ") })
    }
}
