import CommandContract
import MeetingCancellation

extension PauseView {
    init(_ order: PauseOrder) {
        let (kind, name): (Kind, String?) =
            switch order.scope {
            case .everything: (.everything, nil)
            case .source(let source): (.source, source)
            case .tenant(let tenantID): (.tenant, tenantID)
            }
        self.init(
            kind: kind, name: name, reason: order.reason, since: order.since,
            endsBy: "rescind resume, or an edit of pauses.file")
    }

    init(_ failing: PauseBoard.Failing, at moment: Moment) {
        let whose = failing.holder.account.map { "account \($0): " } ?? ""
        let next = failing.nextProbe.map { "the next is tried at \(moment.time($0).rfc3339)" } ?? "one is being tried"
        self.init(
            kind: .tenant, name: failing.holder.tenantID,
            reason: whose + "its last commands all ended \(failing.reason.rawValue)", since: moment.time(failing.since),
            endsBy: "a command that does not; \(next)")
    }
}
