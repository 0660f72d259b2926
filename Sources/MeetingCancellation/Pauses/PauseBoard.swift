package import CommandContract

/// What is held: by people's orders, and by the failures that all commands of a tenant or an account have in common.
package struct PauseBoard: Sendable {
    package struct Failing: Sendable, Equatable {
        package let holder: CredentialHolder
        package let reason: OutcomeReason
        /// Uptime.
        package let since: Duration
        /// Uptime of the next probe; nil while one is awaited or under way.
        package let nextProbe: Duration?
    }

    package enum Change: Sendable, Equatable {
        case held(CredentialHolder, OutcomeReason)
        case released(CredentialHolder, OutcomeReason)
    }

    private let limits: BreakerLimits
    private var orders: [PauseOrder.Scope: PauseOrder] = [:]
    private var breakers: [CredentialHolder: TenantBreaker] = [:]

    package init(limits: BreakerLimits) { self.limits = limits }

    /// All of them; those of before are forgotten.
    package mutating func read(_ orders: [PauseOrder]) {
        self.orders = [:]
        for order in orders where self.orders[order.scope] == nil { self.orders[order.scope] = order }
    }

    // MARK: Asking

    package func order(for source: String, in tenantID: String) -> PauseOrder? {
        if PlantedFault.isOn(.pauseIgnored) { return nil }
        return orders[.everything] ?? orders[.source(source)] ?? orders[.tenant(tenantID)]
    }

    package enum Leave: Sendable, Equatable {
        case given
        /// Its outcome is told by ``ended(_:of:isProbe:at:)``.
        case asProbe
        case refused(PauseCause)
    }

    /// Whether a command may ask Graph.
    /// - Parameter isProbe: it has had leave as the probe, and not ended.
    package mutating func leave(
        for source: String, _ holder: CredentialHolder, isProbe: Bool, at uptime: Duration
    ) -> Leave {
        if let order = order(for: source, in: holder.tenantID) { return .refused(.ordered(order)) }
        guard let failure = breakers[holder]?.failure, breakers[holder]?.isHolding == true, !isProbe else {
            return .given
        }
        return breakers[holder]?.takesProbe(at: uptime, limits) == true ? .asProbe : .refused(.failing(failure))
    }

    /// Whether a failure is the holder's, so that its command waits and does not end.
    package func isFailing(_ holder: CredentialHolder, with reason: OutcomeReason) -> Bool {
        breakers[holder]?.isHolding == true && breakers[holder]?.failure == reason
    }

    package var standing: [PauseOrder] { orders.values.sorted { $0.since < $1.since } }

    package var failing: [Failing] {
        breakers.compactMap { holder, breaker in
            guard breaker.isHolding, let reason = breaker.failure else { return nil }
            let nextProbe: Duration? = if case .open(let until) = breaker.state { until } else { nil }
            return Failing(holder: holder, reason: reason, since: breaker.since, nextProbe: nextProbe)
        }
        .sorted { ($0.holder.tenantID, $0.holder.account ?? "") < ($1.holder.tenantID, $1.holder.account ?? "") }
    }

    // MARK: What happens

    /// A command is about to end with this reason.
    package mutating func ended(
        _ reason: OutcomeReason, of holder: CredentialHolder, in mailbox: String, isProbe: Bool, at uptime: Duration
    ) -> Change? {
        let before = breakers[holder]?.failure
        let change = breakers[holder, default: TenantBreaker()].ended(
            reason, in: mailbox, isProbe: isProbe, at: uptime, limits)
        switch change {
        case .opened: return .held(holder, reason)
        case .closed: return before.map { .released(holder, $0) }
        case .reopened, nil: return nil
        }
    }

    /// One of the commands that wait is to be the probe.
    package mutating func probeSent(_ holder: CredentialHolder, at uptime: Duration) {
        breakers[holder]?.probeSent(at: uptime, limits)
    }

    /// - Returns: the holders one of whose commands may go as a probe now.
    package mutating func timePassed(to uptime: Duration) -> [CredentialHolder] {
        for holder in breakers.keys { breakers[holder]?.timePassed(to: uptime) }
        return breakers.filter { $0.value.state == .due }.keys
            .sorted { ($0.tenantID, $0.account ?? "") < ($1.tenantID, $1.account ?? "") }
    }

    /// When ``timePassed(to:)`` has something to do.
    package var due: Duration? { breakers.values.compactMap(\.due).min() }
}
