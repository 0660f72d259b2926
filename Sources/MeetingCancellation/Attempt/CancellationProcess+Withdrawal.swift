import CommandContract

extension CancellationProcess {
    /// The command is taken back: an answer that is still on its way finds nobody.
    /// - Returns: nil when an attempt was decided, whatever became of it: the command goes on as if nobody had asked.
    package mutating func withdraw() -> Settlement? {
        // One that Graph has answered was made, also when its repeat could not be.
        guard attempts == 0 && answeredAttempt == 0 && !mayHaveActed || PlantedFault.isOn(.withdrawnAfterAttempt),
            phase != .settled,
            case .settle(let settlement) = settle(Settlement(.withdrawn))
        else { return nil }
        return settlement
    }
}
