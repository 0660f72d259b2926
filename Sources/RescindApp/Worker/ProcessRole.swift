import ArgumentParser

/// What a process does: work on commands, take them in by webhook, or both.
package enum ProcessRole: String, ExpressibleByArgument, CaseIterable, Sendable {
    case worker
    case intake
}
