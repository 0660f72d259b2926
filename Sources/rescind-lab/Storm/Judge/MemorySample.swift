/// The worker's resident memory at one time.
struct MemorySample: Sendable, Hashable {
    /// From the beginning of the calm phase on.
    let at: Duration
    let bytes: Int
}
