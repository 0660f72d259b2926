/// A record that a source has put on the command topic, and what the plan says of it.
struct ProducedRecord {
    let partition: Int32
    let offset: Int64
    let command: Int
    /// 0 for the command itself, n for its n-th replay.
    let replay: Int
}
