/// What a fault rule is held against: a request with its names resolved.
struct FaultSubject: Sendable {
    let cloud: SimulatedCloud
    let operation: SimulatedOperation
    /// Every spelling, lower-cased.
    var tenantNames: Set<String> = []
    /// The client id, lower-cased.
    var application: String?
    /// Every spelling, lower-cased.
    var mailboxNames: Set<String> = []
    /// Both ids; their case matters.
    var eventIDs: Set<String> = []
}
