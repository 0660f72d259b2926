/// What many mailboxes have in common, and may be turned away by.
enum CoolingLevel: Hashable, Sendable {
    case tenant(String)
    case cloud(String)

    static func levels(of lane: MailboxLane) -> [CoolingLevel] { [.tenant(lane.tenantID), .cloud(lane.cloud)] }
}
