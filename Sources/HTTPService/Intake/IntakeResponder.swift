import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore

/// The webhook's HTTP side: `POST /v1/cancellations` and no other path, method or spelling of it.
///
/// No router, because a router takes several spellings of a path for one.
struct IntakeResponder: HTTPResponder {
    static let path = "/v1/cancellations"
    /// After an answer without having read the body: long enough for the sender to read the answer.
    private static let lingering = TimeAmount.seconds(1)

    let intake: CancellationIntake
    let settings: IntakeSettings
    /// Seconds since 1970.
    let now: @Sendable () -> Int64
    let onAnswer: @Sendable (String) -> Void

    func respond(to request: Request, context: IntakeRequestContext) async throws -> Response {
        let body: [UInt8]
        do {
            try check(request.head)
            guard let read = try await read(request, channel: context.channel) else { throw IntakeProblem.tooLarge }
            body = read
        } catch let problem as IntakeProblem {
            // What is left of the request must not be read as the next one, nor for ever.
            context.channel.eventLoop.scheduleTask(in: Self.lingering) { [channel = context.channel] in
                channel.close(promise: nil)
            }
            return response(.refused(problem), closing: true)
        }
        return response(await intake.answer(request.headers, body: body, now: now()))
    }

    private func check(_ head: HTTPRequest) throws(IntakeProblem) {
        guard let target = head.path, target.utf8.first == UInt8(ascii: "/") else { throw .targetInvalid }
        guard target == Self.path else { throw .notFound }
        guard head.method == .post else { throw .methodNotAllowed }
    }

    /// - Returns: nil when the body is too large.
    /// - Throws: when the connection ended first, or was cut at the deadline.
    private func read(_ request: Request, channel: any Channel) async throws -> [UInt8]? {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > settings.bodyBytes { return nil }
        // A sender of a byte a second never is idle; the deadline is for the whole body.
        let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(settings.bodyTimeout)) {
            channel.close(promise: nil)
        }
        defer { deadline.cancel() }
        do { return Array(buffer: try await request.body.collect(upTo: settings.bodyBytes)) } catch {
            if error is NIOTooManyBytesError { return nil }
            throw error
        }
    }

    private func response(_ answer: CancellationIntake.Answer, closing: Bool = false) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        if closing { headers[.connection] = "close" }
        switch answer {
        case .accepted(let commandID):
            onAnswer("accepted")
            headers[.location] = Self.path + "/" + PathSegment.encoded(commandID)
            return Response(status: .accepted, headers: headers)
        case .refused(let problem):
            onAnswer(problem.code)
            headers[.contentType] = "application/problem+json"
            headers[.retryAfter] = problem.retryAfter.map { String($0) }
            if problem.status == 405 { headers[.allow] = "POST" }
            if problem.status == 401 { headers[.wwwAuthenticate] = "StandardWebhooks" }
            return Response(
                status: HTTPResponse.Status(code: problem.status), headers: headers,
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: problem.document))
            )
        }
    }
}
