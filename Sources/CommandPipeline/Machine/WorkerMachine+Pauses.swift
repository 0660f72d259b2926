package import MeetingCancellation

/// What people have paused.
extension WorkerMachine {
    package mutating func pausesRead(_ orders: [PauseOrder], at moment: Moment) {
        moveOn(moment)
    }
}
