import CommandContract

extension CancellationProcess {
    /// The command is taken back: an answer that is still on its way finds nobody.
    /// - Returns: nil when an attempt was decided, whatever became of it: the command goes on as if nobody had asked.
    package mutating func withdraw() -> Settlement? {
        guard attempts == 0, !mayHaveActed, phase != .settled,
            case .settle(let settlement) = settle(Settlement(.withdrawn))
        else { return nil }
        return settlement
    }
}
