import NIOHTTP1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The head of an HTTP answer and what could be had of its body.
struct TransportAnswer: Sendable {
    enum Body: Sendable {
        case complete([UInt8])
        /// Longer than was asked for; the rest was not read and the connection given up.
        case tooLarge
        /// The exchange ended between head and end of body. The status still counts.
        case broken(TransportFailure)
    }

    let status: Int
    let headers: HTTPHeaders
    let body: Body
    /// When the head arrived, by this machine's clock.
    let receivedAt: Date

    /// The `Date` header; only a well-formed one.
    var date: Date? {
        headers.first(name: "date")
            .flatMap { HTTPDate.secondsSinceEpoch($0, now: receivedSeconds) }
            .map { Date(timeIntervalSince1970: Double($0)) }
    }

    /// The `Retry-After` header.
    var retryAfter: RetryAfter {
        // A date in it was made by the server's clock, so the server's clock says how far ahead it is.
        let now = date.map { Int64($0.timeIntervalSince1970) } ?? receivedSeconds
        return RetryAfter(headers["retry-after"], now: now)
    }

    private var receivedSeconds: Int64 { Int64(receivedAt.timeIntervalSince1970.rounded(.down)) }

    /// A header that identifies an exchange, if it looks like an id; it goes into logs and outcomes.
    func identifier(_ name: String) -> String? {
        headers.first(name: name).flatMap(Self.checkedIdentifier)
    }

    /// Every value of a header, in the order received.
    func values(of name: String) -> [String] { headers[name] }

    static func checkedIdentifier(_ text: String) -> String? {
        let isIdentifier =
            (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        return isIdentifier ? text : nil
    }
}
