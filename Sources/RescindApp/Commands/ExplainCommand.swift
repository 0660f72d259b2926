package import ArgumentParser
import CommandContract

/// `rescind explain`: what a reason code means and who must do what.
package struct ExplainCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Explain a reason code of an outcome, or list them all."
    )

    @Argument(help: "A reason such as notOrganizer; without it all are listed.")
    var reason: String?

    package init() {}

    package func run() throws {
        guard let reason else {
            for reason in OutcomeReason.allCases { print(Self.text(reason), terminator: "\n\n") }
            return
        }
        guard let known = OutcomeReason(rawValue: reason) else {
            let names = OutcomeReason.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("unknown reason; known are \(names)")
        }
        print(Self.text(known))
    }

    private static func text(_ reason: OutcomeReason) -> String {
        let explanation = reason.explanation
        return """
            \(reason.rawValue) (status \(reason.status.rawValue), resend: \(reason.status.resend))
              \(explanation.meaning)
              \(explanation.remedy)
            """
    }
}
