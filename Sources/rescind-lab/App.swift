import ArgumentParser
import Logging
import RescindApp

@main
enum App {
    static func main() async {
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = .warning
            return handler
        }
        await LabCommand.main()
    }
}

/// `rescind-lab`: Kafka, Microsoft Graph and the worker on one machine, for demonstrations and tests. Never in the image.
struct LabCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rescind-lab",
        abstract: "Kafka, Microsoft Graph and the worker on this machine, for demonstrations and tests.",
        version: Version.current,
        subcommands: [
            DemoCommand.self, GraphCommand.self, KafkaCommand.self, CrashCommand.self, StormCommand.self,
            DoubtsCommand.self,
        ]
    )
}
