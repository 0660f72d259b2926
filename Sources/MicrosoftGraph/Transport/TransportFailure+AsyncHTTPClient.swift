import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportFailure {
    /// Sorts what AsyncHTTPClient throws by the one question that matters: can a byte of the request have left?
    ///
    /// Only errors that arise before a connection exists are taken as proof that none did. The client does not tell
    /// when it began to write, so every other error, known or not, leaves the request in doubt.
    init(sorting error: any Error) {
        switch error {
        case let error as HTTPClientError: self.init(sorting: error)
        case let error as NIOConnectionError: self.init(.connectFailed, detail: Self.detail(of: error))
        // An address literal is connected without the wrapper above. Of an established TCP connection the kernel
        // reports a reset, never "refused".
        case let error as IOError where error.errnoCode == ECONNREFUSED:
            self.init(.connectFailed, detail: "connectionRefused")
        case let error as IOError: self.init(.connectionLost, detail: "errno\(error.errnoCode)")
        // The client puts HTTP into the pipeline only when the handshake is done.
        case NIOSSLError.handshakeFailed: self.init(.connectFailed, detail: "tlsHandshakeFailed")
        case let error as NIOSSLExtraError where Self.verificationErrors.contains(error):
            self.init(.connectFailed, detail: "tlsVerificationFailed")
        // The parser's word for a connection that ended before the answer did.
        case HTTPParserError.invalidEOFState: self.init(.connectionLost, detail: "answerCutOff")
        case let error as HTTPParserError: self.init(.unreadable, detail: "\(type(of: error))")
        case is CancellationError: self.init(.abandoned(beforeSending: false))
        default: self.init(.connectionLost, detail: "\(type(of: error))")
        }
    }

    private static let verificationErrors: [NIOSSLExtraError] = [
        .failedToValidateHostname, .serverHostnameImpossibleToMatch, .cannotUseIPAddressInSNI, .invalidSNIHostname,
    ]

    private init(sorting error: HTTPClientError) {
        let detail = error.shortDescription
        switch error {
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .alreadyShutdown,
            .invalidURL, .emptyHost, .emptyScheme:
            self.init(.connectFailed, detail: detail)
        case .deadlineExceeded, .readTimeout, .writeTimeout: self.init(.timeout, detail: detail)
        case .cancelled: self.init(.abandoned(beforeSending: false))
        default: self.init(.connectionLost, detail: detail)
        }
    }

    private static func detail(of error: NIOConnectionError) -> String {
        let lookupFailed = error.dnsAError != nil || error.dnsAAAAError != nil
        return lookupFailed && error.connectionErrors.isEmpty ? "nameNotResolved" : "connectionRefused"
    }
}
