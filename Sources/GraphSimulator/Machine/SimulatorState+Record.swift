import FoundationEssentials

/// A request with its names resolved: for the fault rules and for the log.
extension SimulatorState {
    func faultSubject(
        _ operation: SimulatedOperation, _ step: SimulatedExchange.Step, _ cloud: SimulatedCloud
    ) -> FaultSubject? {
        var subject = FaultSubject(cloud: cloud, operation: operation)
        guard let who = who(step, cloud) else { return nil }
        subject.application = who.application
        subject.tenantNames = Set([who.tenantName, who.tenant?.id, who.tenant?.key].compactMap(\.self)).lowercased
            .union(Set(who.tenant?.domains ?? []).lowercased)
        guard case .graph(let route, let caller) = step else { return subject }
        let name = route.mailboxName(caller)
        let mailbox = world.mailbox(tenant: caller.claims.tenant, named: name)
        subject.mailboxNames =
            Set([name, mailbox?.objectID, mailbox?.userPrincipalName].compactMap(\.self)).lowercased
        if let id = route.eventID {
            let event = world.eventNumbers[id].map { world.events[$0] }
            subject.eventIDs = Set([id, event?.id, event?.immutableID].compactMap(\.self))
        }
        return subject
    }

    func record(of exchange: SimulatedExchange) -> RequestRecord {
        let request = exchange.request
        var (tenant, application) = (SimulatedTenant?.none, String?.none)
        if let who = who(exchange.step, request.cloud) {
            tenant = who.tenant
            application = who.application.flatMap { who.tenant?.application(clientID: $0)?.clientID }
        } else if let claims = GraphCaller.bearerToken(request.authorization).flatMap({ tokens.claims(of: $0) }) {
            // A good token on a bad path, or one that has expired, still says who it was.
            tenant = world.tenants[claims.tenant]
            application = claims.application
        }
        var record = RequestRecord(
            sequence: exchange.sequence, time: request.arrivedAt, cloud: request.cloud, method: request.method,
            target: request.target, clientRequestID: request.clientRequestID, requestID: request.requestID,
            tenant: tenant?.id, application: application, operation: exchange.operation, fault: exchange.faultName
        )
        record.tenantCloud = tenant?.cloud
        record.tokenRequest = exchange.step.tokenRequest(identity: application)
        return record
    }

    private typealias Who = (tenantName: String?, tenant: SimulatedTenant?, application: String?)

    /// Whom a request that was let in is about.
    private func who(_ step: SimulatedExchange.Step, _ cloud: SimulatedCloud) -> Who? {
        switch step {
        case .refuse:
            return nil
        case .token(let request), .deviceCode(let request):
            return (request.tenantName, anyTenant(request.tenantName, cloud), request.clientID?.lowercased())
        case .metadata(let tenant):
            return (tenant, anyTenant(tenant, cloud), nil)
        case .managedIdentity(let request):
            guard let (tenant, identity) = try? managedIdentity(request, at: cloud) else { return (nil, nil, nil) }
            return (nil, tenant, identity.clientID)
        case .graph(_, let caller):
            return (nil, world.tenants[caller.claims.tenant], caller.claims.application)
        }
    }

    /// The tenant of the authority that was asked; else any of that name, so that the log shows whose it was.
    private func anyTenant(_ name: String, _ cloud: SimulatedCloud) -> SimulatedTenant? {
        world.tenant(named: name, at: cloud) ?? world.tenant(named: name)
    }
}

extension SimulatedExchange.Step {
    fileprivate func tokenRequest(identity: String?) -> TokenRequestRecord? {
        switch self {
        case .token(let request):
            TokenRequestRecord(
                grant: request.grant, clientID: request.clientID?.lowercased(), scope: request.form["scope"],
                algorithm: request.assertion?.algorithmName,
                announcesClaimsChallenges: (try? ClaimsRequest(request.form["claims"]))?.announcesClaimsChallenges
                    == true
            )
        case .managedIdentity(let request):
            TokenRequestRecord(
                grant: .managedIdentity, clientID: identity, scope: request.resource, algorithm: nil,
                announcesClaimsChallenges: false
            )
        case .refuse, .deviceCode, .metadata, .graph: nil
        }
    }
}

extension Set<String> {
    fileprivate var lowercased: Set<String> { Set(map { $0.lowercased() }) }
}
