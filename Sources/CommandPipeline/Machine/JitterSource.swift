/// SplitMix64 (Steele, Lea and Flood, 2014): spreads retries. The same seed spreads them the same way, so that a simulated run
/// can be repeated.
struct JitterSource: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// Uniform in 0..<1.
    mutating func next() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
    }

    /// Exponential between 0.1 s and 5 s, the upper half of each step drawn at random.
    mutating func backoff(after failures: Int) -> Duration {
        min(Duration.milliseconds(100) * (1 << min(failures, 6)), .seconds(5)) * (0.5 + next() / 2)
    }
}
