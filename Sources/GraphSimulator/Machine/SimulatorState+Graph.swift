import FoundationEssentials

extension SimulatorState {
    /// Graph's part: permission, mailbox, then the resource.
    mutating func answer(
        _ route: GraphRoute, _ caller: GraphCaller, exchange: SimulatedExchange, now: Date
    ) throws(GraphError) -> SimulatedAnswer {
        let mailbox = try mailbox(route, caller)
        let request = exchange.request
        switch route.resource {
        case .cancel(let id):
            let parameters = try CancelParameters(contentType: request.contentType, body: request.body)
            do {
                try cancel(
                    id, mailbox: mailbox, scope: route.scope, comment: parameters.comment, exchange: exchange,
                    now: now
                )
            } catch {
                throw GraphError(error)
            }
            return SimulatedAnswer(status: 202)
        case .event(let id):
            guard let number = world.eventNumber(id: id, mailbox: mailbox, scope: route.scope, shownAt: now) else {
                throw .itemNotFound
            }
            let preferences = GraphPreferences(request.prefer)
            let writer = EventRepresentation(world: world, now: now, preferences: preferences, query: request.query)
            return .ok(writer.json(of: world.events[number]), headers: preferences.headers)
        case .calendarView:
            return try calendarView(mailbox, route.scope, request, now)
        }
    }

    private func mailbox(_ route: GraphRoute, _ caller: GraphCaller) throws(GraphError) -> MailboxKey {
        let claims = caller.claims
        switch route.owner {
        case .me where !claims.isDelegated: throw .meNeedsUser
        case .group(let name): return try group(name, route.operation, caller)
        case .me, .user: break
        }
        let mailbox = world.mailbox(tenant: claims.tenant, named: route.mailboxName(caller))
        let isOwn = !claims.isDelegated || mailbox?.objectID == claims.subject
        // Without any permission for the operation a caller does not learn who exists.
        guard
            caller.mayPerform(route.operation, on: isOwn || mailbox == nil ? .own : .shared)
                || mailbox.map({ exchangeGrants(route.operation, $0, to: claims) }) == true
        else { throw .accessDenied }
        if let mailbox, exchangeDenies(mailbox, to: claims) { throw .policyDenied }
        guard let mailbox, !mailbox.isGroup else { throw .userNotFound }
        guard isOwn || mailbox.delegates.contains(claims.subject) else { throw .notShared }
        return mailbox.key
    }

    /// RBAC for Applications: the permission is Exchange's, for the mailboxes of a scope.
    private func exchangeGrants(
        _ operation: SimulatedOperation, _ mailbox: SimulatedMailbox, to claims: TokenClaims
    ) -> Bool {
        guard !claims.isDelegated,
            let access = world.application(tenant: claims.tenant, clientID: claims.application)?.exchange
        else { return false }
        return GraphCaller.suffices(access.roles, for: operation, on: .own) && mailbox.isNamed(in: access.mailboxes)
    }

    private func exchangeDenies(_ mailbox: SimulatedMailbox, to claims: TokenClaims) -> Bool {
        let access = world.application(tenant: claims.tenant, clientID: claims.application)?.exchange
        return !claims.isDelegated && mailbox.isNamed(in: access?.deniedMailboxes ?? [])
    }

    /// Group calendars are for users who are members; not for applications, and personal accounts are in no group.
    private func group(
        _ name: String, _ operation: SimulatedOperation, _ caller: GraphCaller
    ) throws(GraphError) -> MailboxKey {
        let claims = caller.claims
        guard claims.isDelegated, claims.tenant != SimulatedTenant.personalAccounts,
            caller.mayPerform(operation, on: .group)
        else { throw .accessDenied }
        guard let group = world.mailbox(tenant: claims.tenant, named: name), let members = group.members else {
            throw .userNotFound
        }
        guard members.contains(claims.subject) else { throw .accessDenied }
        return group.key
    }

    private func calendarView(
        _ mailbox: MailboxKey, _ scope: CalendarScope, _ request: SimulatedRequest, _ now: Date
    ) throws(GraphError) -> SimulatedAnswer {
        let query = request.query
        let preferences = GraphPreferences(request.prefer)
        let page = try CalendarViewPage(query: query, preferences: preferences)
        let events = world.calendarView(mailbox: mailbox, scope: scope, from: page.from, to: page.to, at: now)
        guard let events else { throw .itemNotFound }
        let writer = EventRepresentation(world: world, now: now, preferences: preferences, query: query)
        var body: [String: JSONValue] = [
            "value": .array(events.dropFirst(page.skip).prefix(page.size).map(writer.json(of:)))
        ]
        if events.count > page.skip + page.size, let root = endpoints[request.cloud]?.graphRoot {
            body["@odata.nextLink"] = .string(page.nextLink(root: root, path: request.path, query: query))
        }
        return .ok(.object(body), headers: preferences.headers)
    }
}

extension GraphError {
    fileprivate init(_ refusal: CancelRefusal) {
        switch refusal {
        case .itemNotFound: self = .itemNotFound
        case .notOrganizer: self = .notOrganizer
        }
    }
}

extension GraphRoute {
    /// The name to look the mailbox up by.
    func mailboxName(_ caller: GraphCaller) -> String {
        switch owner {
        case .me: caller.claims.subject
        case .user(let name), .group(let name): name
        }
    }

    var eventID: String? {
        switch resource {
        case .event(let id), .cancel(let id): id
        case .calendarView: nil
        }
    }
}
