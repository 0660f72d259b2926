import Foundation
import GraphSimulator

/// A cancel request as the simulator saw it arrive.
struct CancelRequest: Sendable, Hashable {
    let meeting: String
    /// Milliseconds since 1970.
    let time: Int64
    /// The same for all requests of an attempt.
    var clientRequestID: String?
    /// Whether it took effect, whatever was answered.
    var acted = false
    var status: Int?
}

extension CancelRequest {
    /// - Returns: nil for requests of other kinds.
    init?(_ record: RequestRecord) {
        let segments = record.path.split(separator: "/")
        guard record.operation == .cancel, let events = segments.lastIndex(of: "events"),
            segments.indices.contains(events + 1), let meeting = segments[events + 1].removingPercentEncoding
        else { return nil }
        self.meeting = meeting
        time = record.time.milliseconds
        clientRequestID = record.clientRequestID
        acted = record.acted
        status = record.status
    }
}

extension Date {
    /// Since 1970.
    var milliseconds: Int64 { Int64((timeIntervalSince1970 * 1000).rounded(.down)) }
}
