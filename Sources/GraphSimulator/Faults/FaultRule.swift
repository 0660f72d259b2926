/// A fault on demand: which requests it hits, how often, and what happens to them.
///
/// Criteria left out match everything; all given ones must hold. A Graph request is matched after its token was
/// accepted, so a request that is answered 401 never uses up a rule.
package struct FaultRule: Sendable, Hashable {
    package var cloud: SimulatedCloud?
    /// GUID or domain.
    package var tenant: String?
    /// Client id.
    package var application: String?
    /// Object id or user principal name.
    package var mailbox: String?
    /// Ordinary or immutable id.
    package var event: String?
    package var operation: SimulatedOperation?
    /// How many requests it hits; `nil` = until faults are cleared.
    package var times: Int?
    /// The share of matching requests it hits, 0…1; the others neither use it up nor notice it.
    package var rate: Double
    package var delayBeforeActing: Duration
    package var delayAfterActing: Duration
    /// For how long after a cancel took effect reads and calendar views still show the meeting as it was.
    package var visibilityLag: Duration
    package var effect: FaultEffect
    /// Cuts the answer short, whoever gives it.
    package var cut: AnswerCut?

    package init(
        cloud: SimulatedCloud? = nil,
        tenant: String? = nil,
        application: String? = nil,
        mailbox: String? = nil,
        event: String? = nil,
        operation: SimulatedOperation? = nil,
        times: Int? = 1,
        rate: Double = 1,
        delayBeforeActing: Duration = .zero,
        delayAfterActing: Duration = .zero,
        visibilityLag: Duration = .zero,
        effect: FaultEffect = .none,
        cut: AnswerCut? = nil
    ) {
        self.cloud = cloud
        self.tenant = tenant
        self.application = application
        self.mailbox = mailbox
        self.event = event
        self.operation = operation
        self.times = times
        self.rate = rate
        self.delayBeforeActing = delayBeforeActing
        self.delayAfterActing = delayAfterActing
        self.visibilityLag = visibilityLag
        self.effect = effect
        self.cut = cut
    }
}
