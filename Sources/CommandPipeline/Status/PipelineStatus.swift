package import CommandContract
package import MeetingCancellation

/// What the worker is doing, at one moment and within ``StatusBounds``. Names no mailbox and no meeting.
package struct PipelineStatus: Sendable {
    package struct Commands: Sendable, Equatable {
        /// Without an outcome.
        package internal(set) var open = 0
        package internal(set) var running = 0
        /// A request of theirs may have acted.
        package internal(set) var inDoubt = 0
        /// Looked at; less than ``open`` beyond the bound.
        package internal(set) var looked = 0

        package var waiting: Int { open - running }
    }

    package struct Waiting: Sendable, Equatable {
        package internal(set) var commands = 0
        /// When the first of them may go on, where that is known.
        package internal(set) var until: Timestamp?

        mutating func add(_ commands: Int, until: Timestamp?) {
            self.commands += commands
            self.until = [self.until, until].compactMap(\.self).min()
        }
    }

    package struct Held: Sendable {
        package internal(set) var lanes = 0
        package internal(set) var longest: Duration = .zero
        /// Those that have been held longest first.
        package internal(set) var listed: [HeldLane] = []
    }

    /// A mailbox, tenant or cloud of which nothing is asked.
    package struct CoolDown: Sendable, Equatable {
        package let level: LaneStatus.CoolDown.Level
        package let cloud: String?
        package let tenantID: String?
        /// ``KeyTag`` of the mailbox's routing key.
        package let mailbox: String?
        package let until: Timestamp
        package let isProbing: Bool
    }

    package struct BusyMailbox: Sendable, Equatable {
        package let tenantID: String
        package let mailbox: String
        package let running: Int
        package let ready: Int
        package let reason: WaitReason?
        package let until: Timestamp?
    }

    /// Mailboxes; what their names are stays in the machine.
    package struct Lanes: Sendable, Equatable {
        package internal(set) var running = 0
        package internal(set) var ready = 0
        package internal(set) var asleep = 0
        package internal(set) var parked = 0
    }

    package let time: Timestamp
    package internal(set) var isStopping = false
    /// The transaction's state: closed, opening, idle, committing, deciding or pausing.
    package internal(set) var log = ""
    /// Transactions and openings that failed in a row.
    package internal(set) var logFailures = 0
    package internal(set) var partitions: [PartitionStatus] = []
    /// Partitions that are this worker's.
    package internal(set) var partitionCount = 0
    package internal(set) var commands = Commands()
    package internal(set) var waiting: [WaitReason: Waiting] = [:]
    /// Of the waiting ones those whose meetings start first, then the oldest.
    package internal(set) var listed: [WaitingCommand] = []
    /// The soonest start that is known of a meeting whose command waits.
    package internal(set) var soonestMeeting: Timestamp?
    package internal(set) var held = Held()
    package internal(set) var lanes = Lanes()
    package internal(set) var busiest: [BusyMailbox] = []
    package internal(set) var coolDowns: [CoolDown] = []
    /// Beyond those listed, too.
    package internal(set) var coolDownCount = 0
    package internal(set) var pauses: [PauseView] = []
}
