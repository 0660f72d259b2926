package import CommandContract

/// Names one meeting for ordering: commands in the same lane run one after another.
package struct MeetingLane: Hashable, Sendable {
    package let tenantID: String
    package let target: MeetingTarget
    package let eventID: String
}
