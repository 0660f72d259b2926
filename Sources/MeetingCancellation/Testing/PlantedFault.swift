/// Mistakes that the simulation must notice (`./dev mutants`). Each stands for one sentence of docs/ledger.md that somebody
/// might take for superfluous. In every build but that of `./dev mutants` none of them exists.
package enum PlantedFault: String, Sendable, CaseIterable {
    // The intent, the transaction and the lease.
    case requestWithoutIntent, requestBeforeCommit, leaseIgnored, leaseFromTheAnswer
    case offsetsOfUntouchedPartitions, positionForgotten, positionNotWritten, offsetPastUnfinishedRecord
    case publishedAheadOfPredecessors, deadLetterForgotten, repetitionIsPrimary, abortedBatchDropped
    case undecidedTakenForAborted, undecidedTakenForCommitted, takenOverIgnored
    case recordNeverBlamed, recordNeverShortened, blockedForGood, forwardedAndWorkedOn, turnNeverEnds
    // Assignment and revocation.
    case epochsIgnored, lossIgnored, restoredInLedgerOrder, doubtForgottenAtRestore, attemptsForgotten
    case waitingCommandNotKept, waitingWrittenWhileInDoubt, laneNotStaged, redeliveryTakenForNew
    // Ledger.
    case stagedStateIgnored, settledStateIgnored, contentIgnored, forgottenTooEarly, tombstoneBehindNewRecord
    case unreadRecordsForgotten, fullForGood
    // Look-ups.
    case lookUpTooEarly, visibilityNotWaitedFor, oneSightingIsEnough, presentByIDAlone, goneByIDAlone
    case notFoundTakenForCancelled, ambiguousTakenForRefused, ambiguousSentAgain, doubtEndsUntouched
    case deadlineIgnored, dryRunSends, rightsNotAskedAgain, secondCommandLooksAtOnce, replayNotLookedUp
    case turnFreedTooEarly
    // Order, and what Graph bears.
    case lanesIgnored, waitingGivesUpItsTurn
    case laneLimitIgnored, concurrencyIgnored, sharesIgnored, cancelBudgetIgnored, budgetOfRunningForgotten
    case totalIgnored, coolDownIgnored, retryAfterIgnored, coolDownIgnoredByRunning, busyMailboxForgotten
    case levelNeverCools, levelNeverOpens, probeNotAwaited, parkedForgotten, laneTimerForgotten
    // What is held, taken back, or known from another command.
    case holdIgnored, pauseIgnored, unparkForgotten, breakerIgnored, probeNeverSent, floodPasses
    case withdrawnAfterAttempt, withdrawnApart, earlyWithdrawForgotten, seriesIgnored
    // The client between the machine and the broker, as the simulation has it.
    case emptyGroupMetadata, oldGroupMetadata, ownershipNotChecked, epochNotChecked, unstableOffset
    case watermarkBeforeStableOffset, lastStableOffsetForWatermark, producerUsedAgain, indefiniteTakenForAborted

    #if RESCIND_PLANTED_FAULTS
    /// Written before a run by the one thread that runs, read during it; only test builds have it.
    package nonisolated(unsafe) static var planted: PlantedFault?

    package static func isOn(_ fault: PlantedFault) -> Bool { planted == fault }
    #else
    @inline(__always)
    package static func isOn(_ fault: PlantedFault) -> Bool { false }
    #endif
}
