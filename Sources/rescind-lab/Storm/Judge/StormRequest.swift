import Foundation
import GraphSimulator

/// A request to Graph as the simulator saw it. Times count from the beginning of the calm phase.
struct StormRequest: Sendable, Hashable {
    /// Object id.
    let mailbox: String
    let group: StormGroup
    let isCancel: Bool
    let arrived: Duration
    /// Requests for the mailbox under way as it arrived, itself included.
    let underWay: Int
    /// Right before the answer went out.
    var ended: Duration?
    /// nil when nothing was answered.
    var status: Int?
    /// What the answer asks to wait.
    var retryAfter: Duration?
}

extension StormRequest {
    /// - Returns: nil for requests that concern no mailbox.
    init?(_ record: RequestRecord, since start: Date) {
        guard let mailbox = record.mailbox, let underWay = record.underWay, let group = StormWorld.groups[mailbox]
        else {
            return nil
        }
        self.mailbox = mailbox
        self.group = group
        self.underWay = underWay
        isCancel = record.operation == .cancel
        arrived = .seconds(record.time.timeIntervalSince(start))
        ended = record.endedAt.map { .seconds($0.timeIntervalSince(start)) }
        status = record.status
        retryAfter = record.retryAfter.flatMap(Double.init).map { .seconds($0) }
    }
}
