/// A glance at the lanes. Times are uptimes.
package struct LaneStatus: Sendable {
    package struct Busy: Sendable, Equatable {
        package let mailbox: MailboxLane
        package let running: Int
        /// Commands that may begin as far as their meetings go.
        package let ready: Int
        /// Why they do not; nil when none is ready.
        package let holdUp: HoldUp?

        package init(mailbox: MailboxLane, running: Int, ready: Int, holdUp: HoldUp?) {
            self.mailbox = mailbox
            self.running = running
            self.ready = ready
            self.holdUp = holdUp
        }
    }

    /// Why a mailbox begins nothing, and until when, where that is known.
    package struct HoldUp: Sendable, Equatable {
        package let reason: WaitReason
        package let until: Duration?

        package init(_ reason: WaitReason, until: Duration? = nil) {
            self.reason = reason
            self.until = until
        }
    }

    package struct CoolDown: Sendable, Equatable {
        package enum Level: String, Sendable { case mailbox, tenant, cloud }

        package let level: Level
        package let cloud: String
        package let tenantID: String?
        package let mailbox: String?
        package let until: Duration
        /// One command has gone first, and its answer decides.
        package let isProbing: Bool

        package init(
            level: Level, cloud: String, tenantID: String?, mailbox: String?, until: Duration, isProbing: Bool
        ) {
            self.level = level
            self.cloud = cloud
            self.tenantID = tenantID
            self.mailbox = mailbox
            self.until = until
            self.isProbing = isProbing
        }
    }

    /// Ready commands that one reason keeps from beginning.
    package struct Waiting: Sendable, Equatable {
        package var commands = 0
        /// When the first of them may go on.
        package var until: Duration?

        package init() {}

        package mutating func add(_ commands: Int, until: Duration?) {
            self.commands += commands
            self.until = [self.until, until].compactMap(\.self).min()
        }
    }

    /// Mailboxes with a command that runs, and those with one that is ready.
    package internal(set) var running = 0
    package internal(set) var ready = 0
    /// Of those with a ready one: such that wait for time, and such that wait for their tenant's or cloud's running ones.
    package internal(set) var asleep = 0
    package internal(set) var parked = 0
    package internal(set) var waiting: [WaitReason: Waiting] = [:]
    /// Those with the most to do first.
    package internal(set) var busiest: Foremost<Busy>
    /// Clouds, tenants and mailboxes that nothing is asked of; those that wait longest first.
    package internal(set) var coolDowns: Foremost<CoolDown>
    package internal(set) var coolDownCount = 0

    init(most: Int) {
        busiest = Foremost(most: most)
        coolDowns = Foremost(most: most)
    }
}
