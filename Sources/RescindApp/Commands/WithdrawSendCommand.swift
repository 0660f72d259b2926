package import ArgumentParser

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `rescind withdraw`: writes one withdraw command to the command topic, checked by the worker's own reader first.
package struct WithdrawSendCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "withdraw",
        abstract: "Take a cancel command back that was not attempted yet.",
        discussion: """
            Writes a withdraw to the command topic; whether it came in time is told by its outcome (withdrawn, \
            tooLateToWithdraw or commandUnknown) and by the command's own. Give the command's own source, id, tenant and mailbox: they lead \
            the withdraw to it. It is not signed. Prints the withdraw's id and where it was stored. Exit status: 0 stored, \
            64 wrong usage, 65 a field is wrong, 69 Kafka did not take it, 78 wrong configuration.
            """
    )

    @OptionGroup(title: "Kafka") var kafka: KafkaOptions
    @OptionGroup(title: "Withdraw") var withdraw: WithdrawOptions

    @Flag(help: "Print the event instead of sending it.")
    var print = false

    package init() {}

    package func run() async throws {
        let id = withdraw.id ?? UUID().uuidString.lowercased()
        try await WrittenCommand(id: id, event: withdraw.event(id: id)).write(to: kafka, printing: print)
    }
}
