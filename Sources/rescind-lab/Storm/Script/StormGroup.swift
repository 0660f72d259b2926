/// Whose a command is, by what the storm does to them.
enum StormGroup: String, CaseIterable, Sendable {
    /// Tenants to whom nothing happens: they must hardly notice.
    case quiet
    /// In the hot mailbox's tenant.
    case neighbours
    /// One mailbox with nearly all commands.
    case hot
    /// Graph answers 429 to nine of ten requests for the tenant.
    case throttled
    /// In the cloud that is down for a fifth of the storm.
    case away

    /// Part of the commands that are not the hot mailbox's, in percent.
    var share: Int {
        switch self {
        case .quiet: 60
        case .neighbours: 5
        case .throttled: 20
        case .away: 15
        case .hot: 0
        }
    }
}
