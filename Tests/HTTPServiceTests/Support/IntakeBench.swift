import CommandContract
import Crypto
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging

@testable import HTTPService

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// An intake with two sources, a fixed clock and a topic in memory, and a sender that signs with code of its own.
struct IntakeBench {
    static let source = "/scheduling/rooms"
    static let otherSource = "/scheduling/desks"
    static let keyBytes = [UInt8](0..<32)
    static let secret = "whsec_" + Data(keyBytes).base64EncodedString()
    static let oldKeyBytes = [UInt8](100..<132)
    static let oldSecret = "whsec_" + Data(oldKeyBytes).base64EncodedString()
    /// The source of the bad-input catalogue's commands.
    static let catalogueSource = "/tests"
    static let catalogueKeyBytes = [UInt8](150..<190)
    static let otherSecret = "whsec_" + Data([UInt8](50..<90)).base64EncodedString()
    static let now: Int64 = 1_795_000_000
    static let body = #"{"tenant":"contoso.com","target":{"user":"rooms@contoso.com"},"event":{"id":"AAMkAD-1"}}"#

    var settings = IntakeSettings()
    let sink: RecordingSink
    let log = CapturedLog()
    let codes = AnswerCodes()

    init(holds: Bool = false, bodyBytes: Int = 128 * 1024) {
        sink = RecordingSink(holds: holds)
        settings.host = "127.0.0.1"
        settings.port = 0
        settings.bodyBytes = bodyBytes
    }

    func server(onBound: @escaping @Sendable (Int) async -> Void = { _ in }) throws -> IntakeServer {
        let keyring = try WebhookKeyring([
            Self.source: [WebhookSecret(Self.secret), WebhookSecret(Self.oldSecret)],
            Self.otherSource: [WebhookSecret(Self.otherSecret)],
            Self.catalogueSource: [
                WebhookSecret("whsec_" + Data(Self.catalogueKeyBytes).base64EncodedString())
            ],
        ])
        return IntakeServer(
            settings: settings, keyring: keyring, sink: sink,
            routingKey: { command in command.target.mailbox.map { Array("key-of/\($0)".utf8) } },
            logger: log.logger, now: { Self.now }, onAnswer: codes.add, onBound: onBound
        )
    }

    /// One request through the responder.
    func send(
        _ headers: HTTPFields, body: String = Self.body, method: HTTPRequest.Method = .post,
        uri: String = "/v1/cancellations"
    ) async throws -> TestResponse {
        try await send(headers, bytes: Array(body.utf8), method: method, uri: uri)
    }

    func send(
        _ headers: HTTPFields, bytes: [UInt8], method: HTTPRequest.Method = .post, uri: String = "/v1/cancellations"
    ) async throws -> TestResponse {
        try await server().application.test(.router) { client in
            try await client.execute(uri: uri, method: method, headers: headers, body: ByteBuffer(bytes: bytes))
        }
    }

    /// The headers of a correct delivery.
    static func headers(
        body: String = Self.body, id: String = "msg_1", time: String = "\(now)",
        contentType: String? = "application/json"
    ) -> HTTPFields {
        headers(bytes: Array(body.utf8), id: id, time: time, contentType: contentType)
    }

    static func headers(
        bytes: [UInt8], id: String = "msg_1", time: String = "\(now)", contentType: String? = "application/json"
    ) -> HTTPFields {
        var headers: HTTPFields = [
            .rescindSource: source, .webhookID: id, .webhookTimestamp: time,
            .webhookSignature: "v1," + signature(keyBytes, id: id, time: time, bytes: bytes),
        ]
        headers[.contentType] = contentType
        return headers
    }

    /// The same from the catalogue's source.
    static func catalogueHeaders(bytes: [UInt8], id: String, contentType: String) -> HTTPFields {
        var headers = headers(bytes: bytes, id: id, contentType: contentType)
        headers[.rescindSource] = catalogueSource
        headers[.webhookSignature] = "v1," + signature(catalogueKeyBytes, id: id, time: "\(now)", bytes: bytes)
        return headers
    }

    static func signature(_ key: [UInt8], id: String, time: String, bytes: [UInt8]) -> String {
        let signed = Array("\(id).\(time).".utf8) + bytes
        return Data(HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))).base64EncodedString()
    }
}
