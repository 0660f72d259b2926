import FoundationEssentials

/// The control API, the same on every listener, without authentication and outside the request log:
///
/// | method and path | does |
/// |---|---|
/// | `GET /_control/world` | tenants, applications with their secrets, mailboxes, calendars, meetings with all ids |
/// | `GET /_control/token?tenant=…&user=…&scope=…&app=…` | a token: app-only, or with `user` a delegated one and its refresh token |
/// | `POST /_control/meetings` | adds a meeting; answers its ids |
/// | `POST /_control/tenants`, `mailboxes`, `calendars`, `groups`, `shares`, `issuers` | likewise (`WorldAddition`) |
/// | `POST /_control/applications` | changes an application: its credentials, consent, lifetime of tokens |
/// | `GET /_control/devicecodes`, `POST` likewise | the sign-ins by device code; approves, declines or expires one |
/// | `POST /_control/revocations` | revokes the tokens issued until now |
/// | `POST /_control/faults` | adds a `FaultRule`; answers its id |
/// | `GET /_control/faults` | the rules still in force |
/// | `DELETE /_control/faults` | removes all rules |
/// | `GET /_control/requests?limit=…` | exact counts and the newest records, oldest first |
/// | `GET /_control/outbox` | every cancellation message |
/// | `POST /_control/reset` | the initial world, no faults, an empty log; tokens stay good |
///
/// `docs/simulator.md` shows each with `curl`.
extension SimulatorState {
    mutating func control(_ request: SimulatedRequest, now: Date) -> SimulatedAnswer {
        do {
            return try route(request, now: now)
        } catch {
            return error.answer
        }
    }

    private mutating func route(_ request: SimulatedRequest, now: Date) throws(ControlError) -> SimulatedAnswer {
        switch (request.method, request.path.dropFirst("/_control/".count)) {
        case ("GET", "world"):
            return .ok(world.json)
        case ("GET", "token"):
            return .ok(try controlToken(request, now: now))
        case ("POST", let name) where WorldAddition(rawValue: String(name)) != nil:
            return SimulatedAnswer(status: 201, body: try add(String(name), Self.members(of: request), now: now))
        case ("POST", "faults"):
            let rule = try FaultRule(Self.members(of: request))
            return SimulatedAnswer(status: 201, body: ["id": .integer(faults.add(rule))])
        case ("GET", "faults"):
            return .ok(["faults": .array(faults.active.map { $0.rule.json(id: $0.id) })])
        case ("DELETE", "faults"):
            faults.removeAll()
            return SimulatedAnswer(status: 204)
        case ("GET", "requests"):
            let limit = request.query["limit"].flatMap { Int($0) } ?? 1000
            return .ok(["counts": log.counts.json, "requests": .array(log.newest(max(0, limit)).map(\.json))])
        case ("GET", "outbox"):
            return .ok(["messages": .array(world.outbox.map(\.json))])
        case ("GET", "devicecodes"):
            return .ok(["signIns": .array(deviceCodes.all.map(\.json))])
        case ("POST", "devicecodes"):
            try decideSignIn(Self.members(of: request))
            return SimulatedAnswer(status: 204)
        case ("POST", "revocations"):
            try revoke(Self.members(of: request), now: now)
            return SimulatedAnswer(status: 204)
        case ("POST", "reset"):
            reset()
            return SimulatedAnswer(status: 204)
        default:
            throw .routeUnknown
        }
    }

    private mutating func add(
        _ name: String, _ members: [String: JSONValue], now: Date
    ) throws(ControlError) -> JSONValue {
        guard let kind = WorldAddition(rawValue: name) else { throw .routeUnknown }
        return try changeWorld { world throws(ControlError) in try kind.add(members, to: &world, now: now) }
    }

    private static func members(of request: SimulatedRequest) throws(ControlError) -> [String: JSONValue] {
        guard let members = JSONValue(parsing: request.body)?.object else {
            throw .fieldInvalid("body", "must be a JSON object")
        }
        return members
    }

    /// A token without a secret, for whoever drives the simulator by hand.
    private mutating func controlToken(_ request: SimulatedRequest, now: Date) throws(ControlError) -> JSONValue {
        let query = request.query
        guard let tenant = query["tenant"].flatMap(world.tenant(named:)) else {
            throw .fieldInvalid("tenant", "must be the GUID or domain of a simulated tenant")
        }
        let application = query["app"].map(tenant.application(clientID:)) ?? tenant.applications.first
        guard let application else { throw .fieldInvalid("app", "must be a client id of the tenant") }
        var account: SimulatedDelegatedAccount?
        if let user = query["user"] {
            guard let mailbox = world.mailbox(tenant: tenant.key, named: user) else {
                throw .fieldInvalid("user", "must be the object id or user principal name of a mailbox")
            }
            account = application.delegatedAccounts.first {
                world.mailbox(tenant: tenant.key, named: $0.user)?.key == mailbox.key
            }
            // Any user may be signed in here; one who is not registered gets what a cancel needs.
            account = account ?? .init(user: mailbox.objectID, scopes: ["Calendars.ReadWrite"], refreshToken: "")
            if let scopes = query["scope"] { account?.scopes = scopes.split(separator: " ").map(String.init) }
        }
        return issue(
            TokenOrder(
                audience: tenant.cloud.graphRoot, tenant: tenant, application: application, account: account,
                tag: request.tokenTag, now: now
            )
        )
    }
}
