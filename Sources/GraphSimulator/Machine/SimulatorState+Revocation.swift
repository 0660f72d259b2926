import FoundationEssentials

extension SimulatorState {
    /// Revokes what was issued until now.
    mutating func revoke(_ revocation: SimulatedRevocation, now: Date) throws(WorldError) {
        guard let tenant = world.tenant(named: revocation.tenant) else { throw .tenantUnknown(revocation.tenant) }
        if let application = revocation.application, tenant.application(clientID: application) == nil {
            throw .applicationUnknown(application)
        }
        var subject: String?
        if let user = revocation.user {
            guard let mailbox = world.mailbox(tenant: tenant.key, named: user) else { throw .mailboxUnknown(user) }
            subject = mailbox.objectID
        }
        revocations.add(
            revocation, tenant: tenant.key, subject: subject, lastSerial: tokens.lastSerial, now: now
        )
    }
}
