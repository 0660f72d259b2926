import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Testing

@testable import MicrosoftGraph

@Suite struct TransportFailureTests {
    @Test(
        "only what happens before there is a connection proves that nothing was sent",
        arguments: [
            (HTTPClientError.connectTimeout, .connectFailed), (HTTPClientError.tlsHandshakeTimeout, .connectFailed),
            (HTTPClientError.getConnectionFromPoolTimeout, .connectFailed),
            (HTTPClientError.alreadyShutdown, .connectFailed),
            (NIOSSLError.handshakeFailed(.sslError([])), .connectFailed),
            (NIOSSLExtraError.failedToValidateHostname, .connectFailed),
            (IOError(errnoCode: ECONNREFUSED, reason: "connect"), .connectFailed),
            (IOError(errnoCode: ECONNRESET, reason: "read"), .connectionLost),
            (IOError(errnoCode: ETIMEDOUT, reason: "read"), .connectionLost),
            (NIOSSLError.uncleanShutdown, .connectionLost), (HTTPClientError.remoteConnectionClosed, .connectionLost),
            (HTTPClientError.deadlineExceeded, .timeout), (HTTPClientError.readTimeout, .timeout),
            (HTTPClientError.cancelled, .abandoned(beforeSending: false)),
            (CancellationError(), .abandoned(beforeSending: false)), (HTTPParserError.invalidVersion, .unreadable),
            (HTTPParserError.invalidEOFState, .connectionLost),
            (UnheardOf(), .connectionLost),
        ] as [(any Error, TransportFailure.Kind)]
    )
    func sorted(error: any Error, kind: TransportFailure.Kind) {
        #expect(TransportFailure(sorting: error).kind == kind)
    }

    private struct UnheardOf: Error {}
}
