import NIOCore
import NIOPosix

/// What the operating system may still do with a request that was given up, by whomever: by its task, by the end of the
/// process, by a network that lost it.
///
/// A caller that gives a request up waits for a while and looks whether it had an effect. Bytes that the system keeps in its
/// buffer and goes on sending would arrive behind that look.
enum ConnectionOptions {
    /// - Parameter limit: what was sent and has no acknowledgement for that long ends the connection, even while the process
    ///   stands still (`TCP_USER_TIMEOUT`, RFC 5482; Linux only).
    static func set(on channel: any Channel, unacknowledgedFor limit: Duration) -> EventLoopFuture<Void> {
        guard let options = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeSucceededVoidFuture()
        }
        // To close is to reset (RFC 9293 §3.10.4, ABORT): nothing that is still in the buffer goes out any more. TLS says goodbye
        // before that, for up to five seconds (swift-nio-ssl).
        let reset = options.unsafeSetSocketOption(level: .socket, name: .so_linger, value: Linger())
        #if os(Linux)
        let milliseconds = CInt(
            clamping: limit.components.seconds * 1000 + limit.components.attoseconds / 1_000_000_000_000_000)
        return reset.flatMap {
            options.unsafeSetSocketOption(level: .tcp, name: .init(rawValue: tcpUserTimeout), value: milliseconds)
        }
        #else
        return reset
        #endif
    }

    /// `struct linger` of `<sys/socket.h>`, whose own initializer is not visible here: two C integers.
    private struct Linger: Sendable {
        let isOn: CInt = 1
        let seconds: CInt = 0
    }

    /// `<linux/tcp.h>`; not among SwiftNIO's names.
    private static let tcpUserTimeout: CInt = 18
}
