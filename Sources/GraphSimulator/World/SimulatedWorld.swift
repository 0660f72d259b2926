import CryptoExtras
import FoundationEssentials

/// Everything Graph and Entra would know: tenants, mailboxes, calendars, meetings and the mail that was sent.
///
/// A value without clock, randomness or IO. Every look-up on the path of a request is a dictionary access.
package struct SimulatedWorld: Sendable {
    package private(set) var tenants: [String: SimulatedTenant] = [:]
    package internal(set) var mailboxes: [MailboxKey: SimulatedMailbox] = [:]
    /// In order of sending.
    package internal(set) var outbox: [OutboxMessage] = []
    /// By event id, the cancels of copies that were in Deleted Items already. They are answered "not found" and mail nobody
    /// here; whether Graph always notices in time is its secret, so a client that sends one has made its mistake.
    package internal(set) var repeatedCancels: [String: Int] = [:]

    /// Public keys of federated issuers, by their URL.
    var federatedKeys: [String: [_RSA.Signing.PublicKey]] = [:]

    /// GUID and domains, lower-cased, bare and with the cloud's name behind, to the keys of the tenants, oldest first.
    private var tenantNames: [String: [String]] = [:]
    /// Object id and user principal name to the key of the mailbox.
    private var mailboxNames: [MailboxKey: MailboxKey] = [:]

    var events: [SimulatedEvent] = []
    /// Ordinary and immutable ids alike; the case of an id matters.
    var eventNumbers: [String: Int] = [:]
    var meetings: [SimulatedMeeting] = []
    var identifiers = GraphIdentifiers()

    package init() {}

    /// Adds a tenant; one with the same GUID in the same cloud is replaced.
    ///
    /// GUID and domain may be another cloud's too. Then the bare name is the older tenant's, and `<name>@<cloud>`
    /// (`21vianet.example@china21Vianet`) names this one wherever a tenant is named.
    package mutating func addTenant(_ tenant: SimulatedTenant) {
        var tenant = tenant
        if let older = tenants[tenant.id], older.cloud != tenant.cloud {
            tenant.key = "\(tenant.id)@\(tenant.cloud.rawValue)".lowercased()
        }
        tenants[tenant.key] = tenant
        for name in [tenant.id] + tenant.domains {
            for spelling in [name, "\(name)@\(tenant.cloud.rawValue)"].map({ $0.lowercased() })
            where tenantNames[spelling]?.contains(tenant.key) != true {
                tenantNames[spelling, default: []].append(tenant.key)
            }
        }
    }

    mutating func changeTenant(_ key: String, _ change: (inout SimulatedTenant) -> Void) {
        guard var tenant = tenants[key] else { return }
        change(&tenant)
        tenants[key] = tenant
    }

    /// Adds a mailbox with its default calendar.
    package mutating func addMailbox(
        tenant: String,
        objectID: String,
        userPrincipalName: String,
        displayName: String
    ) throws(WorldError) {
        guard let tenant = self.tenant(named: tenant) else { throw .tenantUnknown(tenant) }
        let key = MailboxKey(tenant: tenant.key, name: objectID)
        let alias = MailboxKey(tenant: tenant.key, name: userPrincipalName)
        for name in [key, alias] where mailboxNames[name] != nil { throw .identifierTaken(name.name) }
        var mailbox = SimulatedMailbox(key: key, userPrincipalName: userPrincipalName, displayName: displayName)
        let calendar = SimulatedCalendar(
            id: identifiers.nextContainer(),
            name: "Calendar",
            groupID: identifiers.nextContainer()
        )
        mailbox.calendars[calendar.id] = calendar
        mailbox.defaultCalendarID = calendar.id
        mailboxes[key] = mailbox
        mailboxNames[key] = key
        mailboxNames[alias] = key
    }

    /// Adds a group with its mailbox and calendar. Groups are named by their object id alone.
    ///
    /// - Parameter members: object ids or user principal names of mailboxes.
    package mutating func addGroup(
        tenant: String,
        objectID: String,
        address: String,
        displayName: String,
        members: [String]
    ) throws(WorldError) {
        var ids: Set<String> = []
        for member in members { ids.insert(try mailboxKey(tenant: tenant, name: member).name) }
        try addMailbox(tenant: tenant, objectID: objectID, userPrincipalName: address, displayName: displayName)
        let key = try mailboxKey(tenant: tenant, name: objectID)
        mailboxes[key]?.members = ids
        mailboxNames.removeValue(forKey: MailboxKey(tenant: key.tenant, name: address))
    }

    /// Lets a user edit the owner's calendars.
    package mutating func share(tenant: String, owner: String, with delegate: String) throws(WorldError) {
        let key = try mailboxKey(tenant: tenant, name: owner)
        let name = try mailboxKey(tenant: tenant, name: delegate).name
        mailboxes[key]?.delegates.insert(name)
    }

    /// Adds a named calendar, by default to the group the default calendar is in. Returns its id.
    @discardableResult
    package mutating func addCalendar(
        tenant: String,
        mailbox: String,
        name: String,
        id: String? = nil,
        groupID: String? = nil
    ) throws(WorldError) -> String {
        let key = try mailboxKey(tenant: tenant, name: mailbox)
        let id = id ?? identifiers.nextContainer()
        guard mailboxes[key]?.calendars[id] == nil else { throw .identifierTaken(id) }
        let group = groupID ?? mailboxes[key]?.calendars[mailboxes[key]?.defaultCalendarID ?? ""]?.groupID
        mailboxes[key]?.calendars[id] = SimulatedCalendar(id: id, name: name, groupID: group ?? id)
        return id
    }

    /// The tenant with this GUID or domain; of several in different clouds, the oldest.
    package func tenant(named name: String) -> SimulatedTenant? {
        tenantNames[name.lowercased()]?.first.flatMap { tenants[$0] }
    }

    /// The tenant with this GUID or domain that the authority of a cloud has. L4 and L5 have one authority.
    func tenant(named name: String, at cloud: SimulatedCloud) -> SimulatedTenant? {
        tenantNames[name.lowercased()]?.lazy.compactMap { tenants[$0] }.first { $0.cloud.sharesAuthority(with: cloud) }
    }

    /// The mailbox with this object id or user principal name in the tenant with this key.
    package func mailbox(tenant: String, named name: String) -> SimulatedMailbox? {
        mailboxNames[MailboxKey(tenant: tenant, name: name)].flatMap { mailboxes[$0] }
    }

    /// What became of the copy with this id; `nil` when there never was one.
    package func eventState(_ id: String) -> EventState? {
        eventNumbers[id].map { events[$0].state }
    }

    func mailboxKey(tenant: String, name: String) throws(WorldError) -> MailboxKey {
        guard let tenant = self.tenant(named: tenant) else { throw .tenantUnknown(tenant) }
        guard let mailbox = mailbox(tenant: tenant.key, named: name) else { throw .mailboxUnknown(name) }
        return mailbox.key
    }

    /// The event a path names: in this mailbox, in this calendar, not in Deleted Items.
    ///
    /// - Parameter now: the time of a read, which may still show what was; `nil` for an action, which finds what is.
    func eventNumber(id: String, mailbox: MailboxKey, scope: CalendarScope, shownAt now: Date? = nil) -> Int? {
        guard let number = eventNumbers[id] else { return nil }
        let event = events[number]
        let state = now.map(event.stateShown(at:)) ?? event.state
        guard event.mailbox == mailbox, state != .deleted,
            mailboxes[mailbox]?.calendarMatches(scope, id: event.calendarID) == true
        else { return nil }
        return number
    }
}
