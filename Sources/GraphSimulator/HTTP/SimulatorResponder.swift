import FoundationEssentials
import HTTPTypes
import Hummingbird
import NIOCore
import NIOHTTP1

/// Takes one cloud's requests to the simulator's state and brings the answers back.
///
/// It stands in place of Hummingbird's router, which decodes and tidies paths: here they are judged as received.
struct SimulatorResponder: HTTPResponder {
    typealias Context = SimulatorRequestContext

    let cloud: SimulatedCloud
    let store: SimulatorStore
    let time: SimulatorTime

    /// Graph's limit for a request body.
    private static let bodyLimit = 4 << 20

    func respond(to request: Request, context: SimulatorRequestContext) async throws -> Response {
        let received = try await read(request)
        if received.path.hasPrefix("/_control/") {
            return write(store.withState { $0.control(received, now: time.now()) }, to: received)
        }
        let exchange = store.withState { $0.requestArrived(received) }
        let carriedOut: SimulatedAnswer?
        do {
            carriedOut = try await carryOut(exchange)
        } catch {
            carriedOut = nil  // Only the end of the simulator interrupts a delay.
        }
        guard let answer = carriedOut else {
            // The record ends before the connection does: whoever sees it closed finds the log complete.
            store.withState { $0.ended(exchange, .dropped, nil, at: time.now()) }
            try? await context.channel.close()  // Fails only when the client has already gone.
            throw AnswerWithheld()
        }
        if let cut = exchange.cut {
            store.withState { $0.ended(exchange, .dropped, answer, at: time.now()) }
            let response = write(answer, to: received)
            try await apply(cut, to: response, on: context.channel)
            return response
        }
        store.withState {
            $0.ended(exchange, .answered(status: answer.status, code: answer.code), answer, at: time.now())
        }
        return write(answer, to: received)
    }

    private func apply(_ cut: AnswerCut, to response: Response, on channel: any Channel) async throws {
        let length = response.body.contentLength ?? 0
        try await channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let encoder = try pipeline.handler(type: HTTPResponseEncoder.self)
            try pipeline.addHandler(AnswerCutter(cut, bodyBytes: length), position: .before(encoder))
        }.get()
    }

    /// The waits and the acting; `nil` when the fault withholds the answer.
    private func carryOut(_ exchange: SimulatedExchange) async throws -> SimulatedAnswer? {
        if let delay = exchange.fault?.delayBeforeActing, delay > .zero { try await time.wait(delay) }
        var answer: SimulatedAnswer?
        if exchange.acts { answer = store.withState { $0.perform(exchange, now: time.now()) } }
        if let delay = exchange.fault?.delayAfterActing, delay > .zero { try await time.wait(delay) }
        return exchange.drops ? nil : exchange.faultAnswer ?? answer.map(exchange.altered)
    }

    private func read(_ request: Request) async throws -> SimulatedRequest {
        var body: [UInt8]?
        do {
            body = Array(try await request.body.collect(upTo: Self.bodyLimit).readableBytesView)
        } catch is NIOTooManyBytesError {
            body = nil
        }
        return SimulatedRequest(
            cloud: cloud,
            method: request.method.rawValue,
            target: request.uri.string,
            authorization: request.headers[.authorization],
            contentType: request.headers[.contentType],
            prefer: request.headers[values: .prefer],
            clientRequestID: request.headers[.clientRequestID],
            metadata: request.headers[.metadata],
            identityHeader: request.headers[.identityHeader],
            wasForwarded: request.headers[.forwardedFor] != nil,
            body: body ?? [],
            bodyTooLarge: body == nil,
            arrivedAt: time.now(),
            requestID: UUID().uuidString.lowercased(),
            tokenTag: (0..<64).map { _ in UInt8.random(in: 0...255) }
        )
    }

    private func write(_ answer: SimulatedAnswer, to request: SimulatedRequest) -> Response {
        var headers = HTTPFields()
        headers[.requestID] = request.requestID
        headers[.clientRequestID] = request.clientRequestID ?? request.requestID
        for (name, value) in answer.headers {
            // Not `headers[name] = value`: a 401 may carry several challenges.
            if let name = HTTPField.Name(name) { headers.append(HTTPField(name: name, value: value)) }
        }
        var body = ResponseBody()
        if let json = answer.body {
            headers[.contentType] = "application/json"
            body = ResponseBody(byteBuffer: ByteBuffer(bytes: json.serialized))
        }
        if let page = answer.page {
            headers[.contentType] = "text/html; charset=utf-8"
            body = ResponseBody(byteBuffer: ByteBuffer(string: page))
        }
        return Response(status: .init(code: answer.status), headers: headers, body: body)
    }
}

/// Ends the handling of a request whose connection was closed on purpose; nobody is left to answer.
private struct AnswerWithheld: Error {}

extension HTTPField.Name {
    // All are literals of token characters, the only condition under which the initializer fails.
    fileprivate static let requestID = Self("request-id")!
    fileprivate static let clientRequestID = Self("client-request-id")!
    fileprivate static let prefer = Self("prefer")!
    fileprivate static let metadata = Self("metadata")!
    fileprivate static let identityHeader = Self("x-identity-header")!
    fileprivate static let forwardedFor = Self("x-forwarded-for")!
}
