import CommandContract

/// The checks between the first read and the first request: is this the meeting the command means, and still in time?
struct MeetingGuards {
    let command: CancelCommand
    var allowsAppointments = true

    /// - Returns: why the meeting is not to be cancelled, or nil.
    func objection(to meeting: MeetingSnapshot, now: Timestamp) -> Settlement? {
        if meeting.isCancelled { return Settlement(.alreadyCancelled, evidence: .observed) }
        if !meeting.isOrganizer { return Settlement(.notOrganizer) }
        // Nobody would be told, and Graph's page speaks of meetings only: whether it is meant is the source's to say.
        if !allowsAppointments, meeting.hasAttendees == false {
            return Settlement(.notAMeeting, detail: "allow.appointments")
        }
        if (meeting.kind == .seriesMaster) != (command.extent == .series) {
            return Settlement(.seriesNotConfirmed, detail: "data.extent, the event is a \(meeting.kind.rawValue)")
        }
        if let expected = command.expectedStart, expected != meeting.start {
            return Settlement(.startChanged, detail: "data.expectedStart")
        }
        return lateness(of: meeting, now: now)
    }

    /// Asked again before every attempt: waiting may have moved the meeting into the past.
    func lateness(of meeting: MeetingSnapshot, now: Timestamp) -> Settlement? {
        !command.allowStarted && meeting.start <= now ? Settlement(.meetingStarted, detail: "data.allowStarted") : nil
    }
}
