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
    /// Whose token it is.
    private enum Holder: Hashable {
        case application(tenantID: String)
        case account(String)
    }

    private let sources: [Holder: any TokenSource]
    private let tokens = TokenCache()
    private let client: GraphClient
    private let metrics: WorkerMetrics?
    private let clock: any PipelineClock
    /// How far around a meeting's start the calendar is read: enough for any time zone of a moved clock.
    private static let window: TimeInterval = 24 * 3600

    package init(
        configuration: RescindConfiguration, transport: HTTPTransport, metrics: WorkerMetrics? = nil,
        logger: Logger = Logger(label: "rescind"), clock: any PipelineClock = SystemClock()
    ) {
        client = GraphClient(transport: transport)
        self.clock = clock
        self.metrics = metrics
        var sources: [Holder: any TokenSource] = [:]
        for tenant in configuration.tenants {
            guard let cloud = configuration.clouds[tenant.profile.cloud] else { continue }
            sources[.application(tenantID: tenant.profile.id)] = tenant.credential
                .tokenSource(cloud: cloud, transport: transport)
        }
        let cloudNames = Dictionary(
            configuration.profiles.map { ($0.id, $0.cloud) }, uniquingKeysWith: { first, _ in first }
        )
        for account in configuration.accounts {
            let profile = account.profile
            guard let cloud = cloudNames[profile.tenantID].flatMap({ configuration.clouds[$0] }) else { continue }
            sources[.account(profile.name)] = RefreshTokenSource(
                cloud: cloud, credential: account.credential,
                store: KeptRefreshToken(file: account.refreshToken, account: profile.name, logger: logger),
                transport: transport
            )
        }
        self.sources = sources
    }

    /// For the gauges of the management port.
    package var shortestTokenLifetimes: [String: Duration] { tokens.shortestLifetimes() }

    package func permission(at address: MeetingAddress) async -> Result<TokenGrant, PermissionFailure> {
        do throws(TokenError) { return .success(TokenGrant(try await token(for: address))) } catch {
            return .failure(PermissionFailure(error))
        }
    }

    package func read(
        _ address: MeetingAddress, for request: RequestIdentity
    ) async -> Result<MeetingSnapshot, ExchangeFailure> {
        await exchange(address, request) { path, token, id throws(GraphError) in
            MeetingSnapshot(try await client.readEvent(path, token: token, clientRequestID: id))
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
        let token: AccessToken
        do { token = try await self.token(for: address) } catch {
            return .failure(ExchangeFailure(withoutToken: error))
        }
        // Looked at here and not by the caller: a token may be a while in coming.
        if let latestStart, clock.uptime >= latestStart {
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
            let value = try await body(path, token, ClientRequestID(request))
            ended(request.purpose == .cancel ? 202 : 200)
            return .success(value)
        } catch {
            ended(error.status)
            // The very token that was refused, not "the last one": another command may have renewed it meanwhile.
            if case .unauthorized = error.kind { tokens.invalidate(token) }
            return .failure(ExchangeFailure(error))
        }
    }

    private func token(for address: MeetingAddress) async throws(TokenError) -> AccessToken {
        let holder: Holder =
            switch address.access {
            case .application: .application(tenantID: address.tenantID)
            case .delegated(let account): .account(account.name)
            }
        guard let source = sources[holder] else {
            throw TokenError(kind: .refused, verdict: .permanent, detail: "no credential for this tenant or account")
        }
        guard let metrics else { return try await tokens.token(from: source) }
        return try await tokens.token(
            from: CountedTokenSource(source: source, cloud: address.cloud, metrics: metrics)
        )
    }
}
