import AsyncHTTPClient
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
package import FoundationEssentials
#else
package import Foundation
#endif

/// Owns the HTTP client and the settings that must never differ: one exchange in, one typed answer or failure out.
///
/// The client is made here rather than handed in, so that no caller can bring one that follows redirects, speaks
/// HTTP/2 or records addresses in traces. Call ``shutdown()`` before letting go of it, to wait for its end.
package final class HTTPTransport: Sendable {
    private let client: HTTPClient
    private let userAgent: String
    private let timeouts: HTTPTimeouts
    private let clock: any Clock<Duration>
    private let wallClock: @Sendable () -> Date

    /// Cap on the body of an answer that is not 2xx: Graph's and Entra's error bodies are 1 to 3 KB.
    static let errorBodyLimit = 16 * 1024
    /// The client's own deadline stands behind ours, in case the injected clock stands still.
    private static let clientDeadlineSlack: Duration = .seconds(5)

    /// - Parameters:
    ///   - userAgent: `Product/version`.
    ///   - connectionsPerHost: Further requests wait for a free connection, at most the connect timeout.
    ///   - clock: Measures the total timeout.
    ///   - wallClock: Stands in for the `Date` of an answer that has none.
    package init(
        userAgent: String,
        timeouts: HTTPTimeouts = HTTPTimeouts(),
        connectionsPerHost: Int = 256,
        clock: any Clock<Duration> = ContinuousClock(),
        wallClock: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.client = HTTPClient(
            eventLoopGroup: HTTPClient.defaultEventLoopGroup,
            configuration: Self.configuration(timeouts, connectionsPerHost)
        )
        self.userAgent = userAgent
        self.timeouts = timeouts
        self.clock = clock
        self.wallClock = wallClock
    }

    /// Whoever failed between making it and running leaves it behind: AsyncHTTPClient traps on a client that was not shut down,
    /// which would hide the failure.
    deinit { client.shutdown { _ in } }

    /// Closes all connections. Exchanges in flight fail.
    package func shutdown() async throws {
        try await client.shutdown()
    }

    /// Sends one request and reads its answer within the total timeout. Never repeats anything.
    ///
    /// Cancelling the calling task resets the connection.
    func exchange(_ request: TransportRequest) async throws(TransportFailure) -> TransportAnswer {
        if Task.isCancelled { throw TransportFailure(.abandoned(beforeSending: true)) }
        let (result, isExpired) = await withTaskGroup(of: Racer.self) { group in
            group.addTask { .exchange(await self.send(request)) }
            group.addTask { .timer(isExpired: await self.timeoutElapsed()) }
            var isExpired = false
            while let racer = await group.next() {
                switch racer {
                case .exchange(let result):
                    group.cancelAll()
                    return (result, isExpired)
                case .timer(isExpired: true):
                    isExpired = true
                    group.cancelAll()
                case .timer(isExpired: false): break
                }
            }
            return (.failure(TransportFailure(.abandoned(beforeSending: false))), isExpired)
        }
        switch result {
        // An answer that was complete as the timer fired is still an answer.
        case .success(let answer): return isExpired ? answer.afterTimeout() : answer
        case .failure(let failure): throw isExpired ? failure.afterTimeout() : failure
        }
    }

    private enum Racer: Sendable {
        case exchange(Result<TransportAnswer, TransportFailure>)
        case timer(isExpired: Bool)
    }

    private func timeoutElapsed() async -> Bool {
        do {
            try await clock.sleep(for: timeouts.total)
            return true
        } catch {
            // Sleeping only ends early by cancellation: the exchange is over.
            return false
        }
    }

    private func send(_ request: TransportRequest) async -> Result<TransportAnswer, TransportFailure> {
        var outgoing = HTTPClientRequest(url: request.url)
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers = HTTPHeaders(request.headers.map { ($0.name, $0.value) })
        outgoing.headers.replaceOrAdd(name: "User-Agent", value: userAgent)
        if let body = request.body { outgoing.body = .bytes(body) }
        do {
            let deadline = NIODeadline.now() + TimeAmount(timeouts.total + Self.clientDeadlineSlack)
            let response = try await client.execute(outgoing, deadline: deadline)
            let status = Int(response.status.code)
            let limit = (200..<300).contains(status) ? request.answerLimit : Self.errorBodyLimit
            return .success(
                TransportAnswer(
                    status: status,
                    headers: response.headers,
                    body: await Self.read(response.body, upTo: limit),
                    receivedAt: wallClock()
                )
            )
        } catch {
            return .failure(TransportFailure(sorting: error))
        }
    }

    private static func read(_ body: HTTPClientResponse.Body, upTo limit: Int) async -> TransportAnswer.Body {
        var bytes: [UInt8] = []
        do {
            for try await part in body {
                if bytes.count + part.readableBytes > limit { return .tooLarge }
                bytes.append(contentsOf: part.readableBytesView)
            }
            return .complete(bytes)
        } catch {
            return .broken(TransportFailure(sorting: error))
        }
    }

    private static func configuration(_ timeouts: HTTPTimeouts, _ connections: Int) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(timeouts.connect)),
            decompression: .disabled
        )
        // With HTTP/2, a server that answers before the body has arrived leaves the request hanging until its deadline
        // (measured with AsyncHTTPClient 1.37.0); front doors answer 401, 413, 429 and 503 in just that way.
        configuration.httpVersion = .http1Only
        // Its spans record the full address, hence mailbox and event id.
        configuration.tracing.tracer = nil
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        // Whether and when to try again is the caller's decision.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { channel in
            ConnectionOptions.set(on: channel, unacknowledgedFor: timeouts.total)
        }
        return configuration
    }
}

extension TransportFailure {
    /// Our own cancellation of the exchange, named by its cause.
    fileprivate func afterTimeout() -> TransportFailure {
        if case .abandoned = kind { return TransportFailure(.timeout) }
        return self
    }
}

extension TransportAnswer {
    fileprivate func afterTimeout() -> TransportAnswer {
        guard case .broken(let failure) = body else { return self }
        return TransportAnswer(
            status: status,
            headers: headers,
            body: .broken(failure.afterTimeout()),
            receivedAt: receivedAt
        )
    }
}
