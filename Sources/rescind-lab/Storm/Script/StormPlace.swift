import GraphSimulator

/// A mailbox of the storm's world.
struct StormPlace: Sendable, Hashable {
    let tenant: LabTenant
    let mailbox: LabMailbox
}
