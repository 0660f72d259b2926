import Synchronization

@testable import KafkaClient

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A server that speaks a Kafka connection's first bytes and records what a client sends to authenticate.
///
/// It answers `ApiVersions` and `SaslHandshake`, and closes the connection on the first SASL message, so that a client
/// connects and authenticates again and again.
final class SASLServer: Sendable {
    /// What a client said first, after choosing `mechanism`.
    struct Attempt: Sendable {
        let mechanism: String
        let message: String
    }

    let port: UInt16
    private let listener: Int32
    private let attempts = Handoff<Attempt> { _ in Handoff.Level(records: 1) }

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listener, pointer, size) | listen(listener, 16) | getsockname(listener, pointer, &size)
            }
        }
        guard code == 0 else { throw UnexpectedEvent(description: "no server: errno \(errno)") }
        port = UInt16(bigEndian: address.sin_port)
        self.listener = listener
        DedicatedThread.start("sasl-server") { [attempts] in
            while case let connection = accept(listener, nil, nil), connection >= 0 {
                Self.serve(connection, attempts)
                shutdown(connection, Int32(SHUT_RDWR))
                close(connection)
            }
            close(listener)
            attempts.finish(discarding: true)
        }
    }

    /// Ends the server's thread, which is waiting for a connection.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// The next attempt to authenticate, whichever client makes it.
    func nextAttempt() async throws -> Attempt {
        guard let attempt = await attempts.next() else { throw UnexpectedEvent(description: "the server has ended") }
        return attempt
    }

    private static func serve(_ connection: Int32, _ attempts: Handoff<Attempt>) {
        var mechanism = ""
        while let request = SASLRequest(from: connection) {
            switch request.kind {
            case 18: request.answer(Self.versions(request.version), to: connection)
            case 17:
                mechanism = String(decoding: request.body.dropFirst(2), as: UTF8.self)
                let name = Array(mechanism.utf8)
                request.answer([0, 0, 0, 0, 0, 1, 0, UInt8(name.count)] + name, to: connection)
            case 36:
                let message = String(decoding: request.body.dropFirst(4), as: UTF8.self)
                return attempts.push(Attempt(mechanism: mechanism, message: message))
            default: return
            }
        }
    }

    /// Which requests, by key and highest version, a broker is to know for librdkafka to authenticate by KIP-152.
    private static func versions(_ version: Int16) -> [UInt8] {
        let known: [(key: UInt8, highest: UInt8)] = [(0, 7), (1, 11), (3, 2), (17, 1), (18, 3), (36, 0)]
        // From version 3 on lists and structures have the compact form of KIP-482.
        let isCompact = version >= 3
        let noTags: [UInt8] = isCompact ? [0] : []
        var bytes: [UInt8] = [0, 0]
        bytes += isCompact ? [UInt8(known.count + 1)] : [0, 0, 0, UInt8(known.count)]
        for entry in known {
            bytes += [0, entry.key, 0, 0, 0, entry.highest]
            bytes += noTags
        }
        // The throttle time.
        bytes += [0, 0, 0, 0]
        return bytes + noTags
    }
}

/// One framed Kafka request, its header taken apart.
private struct SASLRequest {
    let kind: Int16
    let version: Int16
    let correlation: ArraySlice<UInt8>
    let body: ArraySlice<UInt8>

    init?(from connection: Int32) {
        guard let size = Self.read(4, from: connection),
            let frame = Self.read(size.reduce(0) { $0 << 8 | Int($1) }, from: connection), frame.count >= 10
        else { return nil }
        kind = Int16(frame[0]) << 8 | Int16(frame[1])
        version = Int16(frame[2]) << 8 | Int16(frame[3])
        correlation = frame[4..<8]
        // The client id, a string with a length of two bytes.
        body = frame.dropFirst(10 + (Int(frame[8]) << 8 | Int(frame[9])))
    }

    func answer(_ bytes: [UInt8], to connection: Int32) {
        let payload = Array(correlation) + bytes
        let size = UInt32(payload.count)
        let frame = (0..<4).map { UInt8(truncatingIfNeeded: size >> (24 - 8 * UInt32($0))) } + payload
        _ = send(connection, frame, frame.count, Int32(MSG_NOSIGNAL))
    }

    private static func read(_ count: Int, from connection: Int32) -> [UInt8]? {
        guard (0...100_000).contains(count) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        return recv(connection, &bytes, count, Int32(MSG_WAITALL)) == count ? bytes : nil
    }
}
