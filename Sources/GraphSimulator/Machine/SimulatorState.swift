import FoundationEssentials

/// The whole simulator without its IO: requests in, answers out.
///
/// A request passes through in three steps, between which the shell may wait: `requestArrived`, `perform`, `ended`.
struct SimulatorState: Sendable {
    private(set) var world: SimulatedWorld
    var tokens = TokenRegistry()
    var faults: FaultTable
    private(set) var log: RequestLog
    var refreshTokens = RefreshTokenRegistry()
    var assertions = AssertionMemory()
    var deviceCodes = DeviceCodeRegistry()
    var revocations = RevocationTable()
    /// The sign-ins the world begins with count from here.
    let startedAt: Date
    /// Where the clouds answer; filled in as the listeners are bound.
    var endpoints: [SimulatedCloud: SimulatedEndpoint] = [:]

    let identityHeader: String
    let deviceCodeInterval: Int
    let deviceCodeLifetime: Int

    private let initialWorld: SimulatedWorld
    private var concurrency: MailboxConcurrency

    init(world: SimulatedWorld, configuration: SimulatorConfiguration, startedAt: Date) {
        self.world = world
        initialWorld = world
        self.startedAt = startedAt
        identityHeader = configuration.identityHeader
        deviceCodeInterval = configuration.deviceCodeInterval
        deviceCodeLifetime = configuration.deviceCodeLifetime
        log = RequestLog(capacity: configuration.requestLogCapacity)
        faults = FaultTable(seed: configuration.seed)
        concurrency = MailboxConcurrency(limit: configuration.mailboxConcurrency)
    }

    /// Back to the initial world, without faults, revocations and log. Issued tokens stay good: a client need not
    /// notice.
    mutating func reset() {
        world = initialWorld
        faults.removeAll()
        revocations.removeAll()
        log.reset()
    }

    mutating func changeWorld<Result, Failure: Error>(
        _ change: (inout SimulatedWorld) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try change(&world)
    }

    /// Understands the request, lets it in or not, finds its fault and enters it in the log.
    mutating func requestArrived(_ request: SimulatedRequest) -> SimulatedExchange {
        let (operation, understood) = understand(request)
        var step = understood
        if case .graph(_, let caller) = step,
            let refusal = revocations.refusal(of: caller.claims, now: request.arrivedAt)
        {
            step = .refuse(refusal.answer(to: request))
        }
        var lane = lane(of: step)
        let underWay = lane.map { concurrency.underWay($0) + 1 }
        let mailbox = lane?.mailbox.name
        if let wanted = lane, !concurrency.enter(wanted) {
            // Judged before any fault: a request that is turned away uses none up.
            step = .refuse(GraphError.tooManyAtOnce.answer(to: request))
            lane = nil
        }
        var fault: (rule: FaultRule, name: String)?
        if !faults.isEmpty, let subject = faultSubject(operation, step, request.cloud) {
            fault = faults.take(for: subject)
        }
        let exchange = SimulatedExchange(
            sequence: log.nextSequence, request: request, operation: operation, step: step, fault: fault?.rule,
            faultName: fault?.name, lane: lane
        )
        var record = record(of: exchange)
        record.mailbox = mailbox
        record.underWay = underWay
        log.arrived(record)
        return exchange
    }

    /// Carries the request out and says what to answer.
    mutating func perform(_ exchange: SimulatedExchange, now: Date) -> SimulatedAnswer {
        let request = exchange.request
        switch exchange.step {
        case .refuse(let answer):
            return answer
        case .token(let tokenRequest):
            return entra(request, now) { state throws(EntraError) in
                try state.issueToken(exchange, tokenRequest, now: now)
            }
        case .deviceCode(let tokenRequest):
            return entra(request, now) { state throws(EntraError) in
                try state.beginSignIn(exchange, tokenRequest, now: now)
            }
        case .metadata(let tenant):
            return entra(request, now) { state throws(EntraError) in
                try state.metadata(request, tenant: tenant)
            }
        case .managedIdentity(let identityRequest):
            do {
                return .ok(try issueToken(identityRequest, exchange: exchange, now: now))
            } catch {
                return error.answer(identityRequest.form)
            }
        case .graph(let route, let caller):
            do {
                return try answer(route, caller, exchange: exchange, now: now)
            } catch {
                return error.answer(to: request)
            }
        }
    }

    private mutating func entra(
        _ request: SimulatedRequest, _ now: Date,
        _ step: (inout SimulatorState) throws(EntraError) -> JSONValue
    ) -> SimulatedAnswer {
        do throws(EntraError) {
            return .ok(try step(&self), headers: [("cache-control", "no-store")])
        } catch {
            return error.answer(now: now, traceID: request.requestID)
        }
    }

    /// - Parameter answer: what goes out, whole or cut off; `nil` when nothing does.
    mutating func ended(
        _ exchange: SimulatedExchange, _ ending: RequestRecord.Ending, _ answer: SimulatedAnswer?, at time: Date
    ) {
        if let lane = exchange.lane { concurrency.leave(lane) }
        log.ended(exchange.sequence, ending, answer, at: time)
    }

    /// Whether the token's audience may be the simulator's own root of this cloud instead of the real one.
    func ownRoots(of cloud: SimulatedCloud) -> Set<String> {
        endpoints[cloud].map { [$0.graphRoot, "\($0.scheme)://localhost:\($0.port)"] } ?? []
    }

    private func understand(_ request: SimulatedRequest) -> (SimulatedOperation, SimulatedExchange.Step) {
        guard !request.bodyTooLarge else { return (.other, .refuse(GraphError.bodyTooLarge.answer(to: request))) }
        if let (operation, step) = entraStep(request) { return (operation, step) }
        let route = Result { () throws(GraphError) in try GraphRoute(path: request.path) }
        let operation = (try? route.get().operation) ?? .other
        do throws(GraphError) {
            // A request without a good token learns nothing else, not even that its path is wrong.
            let caller = try GraphCaller(
                authorization: request.authorization, tokens: tokens, world: world, cloud: request.cloud,
                ownRoots: ownRoots(of: request.cloud), now: request.arrivedAt
            )
            let known = try route.get()
            guard request.method == known.method else { throw .methodNotAllowed }
            return (operation, .graph(known, caller))
        } catch {
            return (operation, .refuse(error.answer(to: request)))
        }
    }

    private func lane(of step: SimulatedExchange.Step) -> MailboxConcurrency.Lane? {
        guard case .graph(let route, let caller) = step,
            let mailbox = world.mailbox(tenant: caller.claims.tenant, named: route.mailboxName(caller))
        else { return nil }
        return .init(application: caller.claims.application, mailbox: mailbox.key)
    }

    /// Cancels in the world and notes that the request acted.
    mutating func cancel(
        _ id: String, mailbox: MailboxKey, scope: CalendarScope, comment: String?,
        exchange: SimulatedExchange, now: Date
    ) throws(CancelRefusal) {
        try world.cancel(
            eventID: id, mailbox: mailbox, scope: scope, comment: comment,
            requestID: exchange.request.requestID, at: now, lag: (exchange.fault?.visibilityLag ?? .zero) / .seconds(1)
        )
        log.acted(exchange.sequence)
    }
}
