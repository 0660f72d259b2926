/// One thing that goes wrong in a run. A run can be repeated without some of its faults, which is how a failure is shrunk.
package struct Fault: Sendable, Equatable {
    package enum Trigger: Sendable, Equatable {
        /// The request with this number among those of its kind, of whichever worker.
        case request(RequestKind, Int)
        /// The request with this number among all of one worker's slot.
        case step(slot: Int, Int)
        case time(Ticks)
    }

    package enum Effect: Sendable, Equatable {
        // Of a request.
        case loseRequest
        /// The server acts, and its answer never comes.
        case loseAnswer
        /// The request arrives after the client has given up.
        case late(Ticks)
        /// The server refuses; what that means is the kind's (a status of Graph, an error of Kafka).
        case refuse(Int)
        /// The server acts, and says that it failed.
        case actThenFail(Int)
        case killBefore
        case killAfterSending
        case killBeforeAnswer
        case freezeBefore(Ticks)
        // At a time.
        case kill(slot: Int, restart: Ticks)
        case stop(slot: Int, restart: Ticks)
        case freeze(slot: Int, Ticks)
        /// A second process takes the slot of one that still runs, as after a node was thought dead.
        case replace(slot: Int)
        case join(slot: Int)
        case ledgerWithoutLeader(Int, Ticks)
        case resetOffset(Int, back: Int)
        case expireOffset(Int)
        case compact(Int)
        case truncate(Int)
        case moveMeeting(Int)
        case removeRights
        case refuseTokens(Ticks)
        /// Graph answers 403 to everything for one of the tenants, as when a person has taken its consent back.
        case refuseTenant(Int, Ticks)
        /// For some time one kind of request fails as drawn.
        case storm(RequestKind, Ticks, percent: Int)
        /// The worker may write nowhere for some time.
        case refuseWrites(Ticks)
        /// Graph answers 429 to these mailboxes for some time.
        case throttle(Throttled, Ticks)
        /// A person pauses everything, or one of the sources, for some time.
        case pause(onlyOtherSource: Bool, Ticks)
        /// The command topic takes no forwarded record for some time.
        case refuseForwards(Ticks)
    }

    package let trigger: Trigger
    package let effect: Effect

    package init(_ trigger: Trigger, _ effect: Effect) {
        self.trigger = trigger
        self.effect = effect
    }
}
