import MeetingCancellation

/// What can be paused: the sources and tenants of the configuration, and everything.
struct PauseScopes: Sendable {
    private let sources: Set<String>
    /// Ids by every name that commands may use.
    private let tenants: [String: String]

    init(_ configuration: RescindConfiguration) {
        sources = Set(configuration.sources.map(\.source))
        tenants = configuration.profiles.reduce(into: [:]) { ids, tenant in
            for name in [tenant.id] + tenant.domains { ids[name] = tenant.id }
        }
    }

    /// - Returns: nil for what the configuration does not list: its commands are refused anyway, so it is a slip.
    func scope(of subject: PauseSubject) -> PauseOrder.Scope? {
        switch subject {
        case .everything: .everything
        case .source(let name): sources.contains(name) ? .source(name) : nil
        case .tenant(let name): tenants[name.lowercased()].map { .tenant($0) }
        }
    }
}
