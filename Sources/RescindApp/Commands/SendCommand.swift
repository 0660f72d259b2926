package import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `rescind send`: writes one cancel command to the command topic, checked by the worker's own reader first.
package struct SendCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Send one cancel command to the command topic.",
        discussion: """
            The command is read by the worker's own decoder before it is sent, so a wrong field is told here. It is not \
            signed. Prints the command's id and where it was stored. Exit status: 0 stored, 64 wrong usage, 65 a field is \
            wrong, 69 Kafka did not take it, 78 wrong configuration.
            """
    )

    @OptionGroup(title: "Kafka") var kafka: KafkaOptions
    @OptionGroup(title: "Command") var command: CancelOptions

    @Flag(help: "Print the event instead of sending it.")
    var print = false

    package init() {}

    package func run() async throws {
        let id = command.id ?? UUID().uuidString.lowercased()
        try await WrittenCommand(id: id, event: command.event(id: id)).write(to: kafka, printing: print)
    }
}
