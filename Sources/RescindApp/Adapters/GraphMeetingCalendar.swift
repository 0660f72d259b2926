package import CommandContract
package import CommandPipeline
package import HTTPService
import KafkaClient
package import Logging
package import MeetingCancellation
package import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Microsoft Graph as the pipeline's calendar: finds the tenant's or the account's token, builds the path, translates the answer.
package final class GraphMeetingCalendar: MeetingCalendar {
    private let tokens: HolderTokens
    private let client: GraphClient
    private let metrics: WorkerMetrics?
    private let clock: any PipelineClock
    /// Longest `Retry-After` obeyed.
    private let longestWait: Duration
    /// How far around a meeting's start the calendar is read: enough for any time zone of a moved clock.
    private static let window: TimeInterval = 24 * 3600

    /// - Parameter cache: holds the tokens, and nobody else's.
    package init(
        configuration: RescindConfiguration, transport: HTTPTransport, metrics: WorkerMetrics? = nil,
        logger: Logger = Logger(label: "rescind"), clock: any PipelineClock = SystemClock(),
        cache: TokenCache = TokenCache()
    ) {
        client = GraphClient(transport: transport)
        self.clock = clock
        self.metrics = metrics
        longestWait = configuration.limits.attempt.longestWait
        var pauseLimits = ChallengePauses.Limits()
        pauseLimits.longestRetryAfter = longestWait
        tokens = HolderTokens(
            sources: TokenHolder.sources(configuration, transport: transport, logger: logger), cache: cache,
            metrics: metrics, logger: logger, clock: clock, pauseLimits: pauseLimits
        )
    }

    /// For the gauges of the management port.
    package var shortestTokenLifetimes: [String: Duration] { tokens.shortestLifetimes }

    /// Tenants and accounts whose commands wait because Graph challenges every token of theirs.
    package var pausedHolders: [PausedHolder] { tokens.paused }

    package func permission(at address: MeetingAddress) async -> Result<TokenGrant, PermissionFailure> {
        do throws(HeldTokenFailure) { return .success(try await tokens.permission(at: address)) } catch {
            return .failure(PermissionFailure(error))
        }
    }

    package func read(
        _ address: MeetingAddress, countsAttendees: Bool, for request: RequestIdentity
    ) async -> Result<MeetingSnapshot, ExchangeFailure> {
        await exchange(address, request) { path, token, id throws(GraphError) in
            let event = try await client.readEvent(
                path, countsAttendees: countsAttendees, token: token, clientRequestID: id)
            return MeetingSnapshot(event)
        }
    }

    package func entries(
        around start: Timestamp, at address: MeetingAddress, for request: RequestIdentity
    ) async -> Result<[MeetingSnapshot], ExchangeFailure> {
        await exchange(address, request) { path, token, id throws(GraphError) in
            let date = start.date
            let events = try await client.calendarView(
                of: path, from: date.addingTimeInterval(-Self.window), to: date.addingTimeInterval(Self.window),
                token: token, clientRequestID: id
            )
            return events.map(MeetingSnapshot.init)
        }
    }

    package func cancel(
        _ address: MeetingAddress, comment: String?, for request: RequestIdentity, latestStart: Duration
    ) async -> Result<GraphTrace, ExchangeFailure> {
        await exchange(address, request, latestStart: latestStart) { path, token, id throws(GraphError) in
            CrashPoint.beforeCancel.reached()
            defer { CrashPoint.afterCancel.reached() }
            return GraphTrace(try await client.cancel(path, comment: comment, token: token, clientRequestID: id))
        }
    }

    /// Without a path the command is refused for good; without a token, or too late, it is surely not processed.
    private func exchange<Value: Sendable>(
        _ address: MeetingAddress, _ request: RequestIdentity, latestStart: Duration? = nil,
        _ body: (EventPath, AccessToken, ClientRequestID) async throws(GraphError) -> Value
    ) async -> Result<Value, ExchangeFailure> {
        let path: EventPath
        do { path = try EventPath(address) } catch {
            return .failure(
                ExchangeFailure(kind: .invalidRequest, verdict: .permanent, trace: GraphTrace(code: error.description))
            )
        }
        let held: HeldToken
        do { held = try await tokens.request(at: address) } catch {
            return .failure(ExchangeFailure(withoutToken: error))
        }
        // Looked at here and not by the caller: a token may be a while in coming.
        if let latestStart, clock.uptime >= latestStart {
            tokens.notSent(held)
            return .failure(ExchangeFailure(kind: .leaseEnded, verdict: .surelyNotProcessed))
        }
        let start = ContinuousClock.now
        func ended(_ status: Int?) {
            metrics?.graphRequestEnded(
                cloud: address.cloud, operation: request.purpose.rawValue, status: status,
                took: start.duration(to: .now)
            )
        }
        do {
            let value = try await body(path, held.token, ClientRequestID(request))
            ended(request.purpose == .cancel ? 202 : 200)
            tokens.accepted(held)
            return .success(value)
        } catch {
            ended(error.status)
            if let metrics {
                RetryAfterCounts(metrics: metrics, cloud: address.cloud, longest: longestWait).answered(by: error)
            }
            guard let wait = tokens.failed(held, error) else { return .failure(ExchangeFailure(error)) }
            return .failure(ExchangeFailure(pausedBy: error, for: wait))
        }
    }
}
