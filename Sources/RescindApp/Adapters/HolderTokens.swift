import CommandContract
import CommandPipeline
import HTTPService
import Logging
import MeetingCancellation
import MicrosoftGraph
import Synchronization

/// The tokens of every tenant and account: who gets which, and who has to wait because Graph is not satisfied with them.
final class HolderTokens: Sendable {
    private let sources: [TokenHolder: any TokenSource]
    private let cache: TokenCache
    private let pauses: Mutex<ChallengePauses>
    private let metrics: WorkerMetrics?
    private let logger: Logger
    private let clock: any PipelineClock
    private let jitter: @Sendable () -> Double

    /// - Parameter jitter: uniform in 0..<1.
    init(
        sources: [TokenHolder: any TokenSource], cache: TokenCache, metrics: WorkerMetrics?, logger: Logger,
        clock: any PipelineClock, pauseLimits: ChallengePauses.Limits = ChallengePauses.Limits(),
        jitter: @escaping @Sendable () -> Double = { .random(in: 0..<1) }
    ) {
        self.sources = sources
        self.cache = cache
        self.metrics = metrics
        self.logger = logger
        self.clock = clock
        self.jitter = jitter
        pauses = Mutex(ChallengePauses(limits: pauseLimits))
    }

    var shortestLifetimes: [String: Duration] { cache.shortestLifetimes() }

    /// For a status page; empty when all is well.
    var paused: [PausedHolder] {
        let (now, uptime) = (clock.now, clock.uptime)
        return pauses.withLock { $0.paused() }.map { pause in
            PausedHolder(
                holder: pause.holder, since: now + (pause.since - uptime), until: now + (pause.until - uptime),
                reason: ChallengePauses.reason
            )
        }
        .sorted { $0.since < $1.since }
    }

    /// What the holder's token permits, which is asked before every attempt. A token that permits too little is asked for anew
    /// before that is told: whoever gave the permission a minute ago need not wait for the token's end.
    func permission(at address: MeetingAddress) async throws(HeldTokenFailure) -> TokenGrant {
        let first = try await tokenToLookAt(address)
        let grant = TokenGrant(first)
        guard PermissionNeed(of: address).isMissed(by: grant), cache.foundLacking(first) else { return grant }
        return TokenGrant(try await tokenToLookAt(address))
    }

    private func tokenToLookAt(_ address: MeetingAddress) async throws(HeldTokenFailure) -> AccessToken {
        let holder = TokenHolder(address)
        return try await token(
            of: holder, at: address, pauses.withLock { $0.permissionAsked(holder, at: clock.uptime) })
    }

    /// A token for a request. Its end must be told, whatever it is.
    func request(at address: MeetingAddress) async throws(HeldTokenFailure) -> HeldToken {
        let holder = TokenHolder(address)
        let admission = pauses.withLock { $0.requestAsked(holder, at: clock.uptime) }
        let token = try await token(of: holder, at: address, admission)
        return HeldToken(token: token, holder: holder, isProbe: admission == .probe)
    }

    private func token(
        of holder: TokenHolder, at address: MeetingAddress, _ admission: ChallengePauses.Admission
    ) async throws(HeldTokenFailure) -> AccessToken {
        if case .held(let wait) = admission { throw .paused(wait) }
        do {
            return try await cachedToken(of: holder, cloud: address.cloud)
        } catch {
            if admission == .probe { probeFailed(holder, retryAfter: error.retryAfter) }
            throw .noToken(error)
        }
    }

    private func cachedToken(of holder: TokenHolder, cloud: String) async throws(TokenError) -> AccessToken {
        guard let source = sources[holder] else {
            throw TokenError(kind: .refused, verdict: .permanent, detail: "no credential for this tenant or account")
        }
        guard let metrics else { return try await cache.token(from: source) }
        return try await cache.token(
            from: CountedTokenSource(
                source: source, cloud: cloud, metrics: metrics, longestRetryAfter: cache.longestRetryAfter))
    }

    // MARK: The end of a request

    func accepted(_ held: HeldToken) {
        guard held.isProbe else { return }
        pauses.withLock { $0.probeAccepted(held.holder) }
        logger.notice("Graph accepts tokens again, the pause is over", metadata: metadata(held.holder))
    }

    func notSent(_ held: HeldToken) {
        guard held.isProbe else { return }
        pauses.withLock { $0.probeNotSent(held.holder, at: clock.uptime) }
    }

    /// - Returns: how long to wait when Graph is not satisfied by any token of this holder; nil when a new one may help, or when
    ///   the failure is not about the token.
    func failed(_ held: HeldToken, _ error: GraphError) -> Duration? {
        guard case .unauthorized(let challenge) = error.kind else {
            // What the token does not show may have been given since: the next command's need not be this one.
            if error.kind == .forbidden { _ = cache.foundLacking(held.token) }
            // Graph's word on the request itself comes after its word on the token.
            if let status = error.status, status < 500, status != 429 {
                accepted(held)
            } else {
                inconclusive(held, error)
            }
            return nil
        }
        guard let claims = challenge.flatMap(ClaimsRequest.init(challenge:)), let source = sources[held.holder] else {
            // The very token that was refused, not "the last one": another command may have renewed it meanwhile.
            cache.invalidate(held.token)
            inconclusive(held, error)
            return nil
        }
        let effect = cache.challenged(held.token, with: claims, from: source)
        if effect == .unsatisfied || held.isProbe { pause(held.holder) }
        return pauses.withLock { $0.timeLeft(held.holder, at: clock.uptime) }
    }

    private func inconclusive(_ held: HeldToken, _ error: GraphError) {
        if held.isProbe { probeFailed(held.holder, retryAfter: error.retryAfter) }
    }

    private func probeFailed(_ holder: TokenHolder, retryAfter: Duration?) {
        pauses.withLock { $0.probeFailed(holder, retryAfter: retryAfter, at: clock.uptime, jitter: jitter()) }
    }

    private func pause(_ holder: TokenHolder) {
        let isNew = pauses.withLock { $0.challengedAgain(holder, at: clock.uptime, jitter: jitter()) }
        guard isNew else { return }
        var metadata = metadata(holder)
        metadata["error"] = "\(ChallengePauses.reason)"
        logger.error(
            "Graph challenges the token that Entra has issued for its challenge, pausing: see the sign-in log of Entra",
            metadata: metadata
        )
    }

    private func metadata(_ holder: TokenHolder) -> Logger.Metadata { ["\(holder.kind)": "\(holder.name)"] }
}

extension TokenHolder {
    init(_ address: MeetingAddress) {
        switch address.access {
        case .application: self = .tenant(address.tenantID)
        case .delegated(let account): self = .account(account.name)
        }
    }
}
