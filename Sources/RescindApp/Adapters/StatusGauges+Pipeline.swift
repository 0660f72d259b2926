import CommandContract
import CommandPipeline
import HTTPService
import MeetingCancellation

extension StatusGauges {
    func show(_ status: PipelineStatus) {
        show(
            waiting: Dictionary(uniqueKeysWithValues: status.waiting.map { ($0.key.rawValue, $0.value.commands) }),
            heldLanes: status.held.lanes, longestHeld: status.held.longest,
            soonest: status.soonestMeeting.map { $0 - status.time }
        )
    }
}
