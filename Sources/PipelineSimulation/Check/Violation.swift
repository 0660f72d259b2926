/// A promise that a run has broken.
package struct Violation: Sendable, Equatable, CustomStringConvertible {
    package enum Rule: String, Sendable, CaseIterable {
        /// P1: every record has exactly one outcome, or was forwarded once; tombstones have none.
        case oneOutcome
        /// P2: ledger, outcome, dead letter and offset move together.
        case oneTransaction
        /// P3: no request without a committed attempt of a live generation, within its lease.
        case intent
        /// P4: a look-up before a repeat, nothing after a final outcome.
        case lookUp
        /// Nobody is told twice.
        case oneMail
        /// P5: outcomes are true.
        case truth
        /// P6: commands of one meeting run in order.
        case order
        /// Graph is asked no more at a time, no sooner and no oftener than it bears.
        case lanes
        /// A command and the withdraw that took it back end together, and nothing was asked for; nothing is asked for what is held
        /// or paused.
        case held
        /// `primary` is true on exactly one outcome of a command within the window.
        case primary
        /// P9, P10: everything comes to rest, and no worker stops for good.
        case progress
        /// The machine's own counters.
        case counters
    }

    package let rule: Rule
    package let text: String

    package init(_ rule: Rule, _ text: String) {
        self.rule = rule
        self.text = text
    }

    package var description: String { "\(rule.rawValue): \(text)" }
}
