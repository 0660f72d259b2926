import CLibrdkafka

/// The consumer's thread: serves librdkafka, decides with ``AssignmentStateMachine``, hands records over.
///
/// Confined to the thread that calls ``run()``, which makes it and drops it. It keeps polling whatever the
/// application does, because an unserved queue stops rebalances, and with them the whole group.
final class ConsumerLoop {
    /// Where the loop is between its start and its end.
    private enum Phase {
        case starting
        case running
        /// Told to close, or failed; the group is being left.
        case closing(since: ContinuousClock.Instant)
        /// Nothing is left to wait for.
        case finished
    }

    let shared: ConsumerShared
    let client: OpaquePointer
    let queue: OpaquePointer
    var machine: AssignmentStateMachine
    private let waker: BrokerWaker
    var joining = JoinWatch()
    var hasJoined = false
    private var phase = Phase.starting

    init(shared: ConsumerShared) {
        client = shared.handle.pointer
        guard let queue = rd_kafka_queue_get_consumer(client) else {
            // A consumer with a group id has this queue, and settings without one were refused.
            preconditionFailure("a group consumer without a queue")
        }
        self.shared = shared
        self.queue = queue
        waker = BrokerWaker(handle: shared.handle)
        machine = AssignmentStateMachine(revocationBound: shared.configuration.revocationBound)
    }

    /// Returns when the group was left and the client destroyed, or when that took too long.
    func run() {
        shared.mailbox.attach(to: queue)
        redirectQueues()
        while true {
            obeyCommands()
            if case .starting = phase { subscribe() }
            if case .finished = phase { break }
            poll()
            perform(machine.timePassed(to: .now, isLost: isAssignmentLost))
            seekStarting()
            controlFlow()
            advanceClosing()
            reportHealth()
        }
        tearDown()
    }

    /// One queue for records, rebalances, errors and log lines, so that they are seen in their order.
    private func redirectQueues() {
        let codes = [rd_kafka_poll_set_consumer(client), rd_kafka_set_log_queue(client, queue)]
        for code in codes where code != RD_KAFKA_RESP_ERR_NO_ERROR {
            fail(KafkaError(code))
        }
    }

    private func subscribe() {
        phase = .running
        let topics = shared.configuration.topics.map { TopicPartition(topic: $0, partition: RD_KAFKA_PARTITION_UA) }
        let code = PartitionList.with(topics) { rd_kafka_subscribe(client, $0) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { fail(KafkaError(code)) }
    }

    private func obeyCommands() {
        for command in shared.mailbox.takeAll() {
            switch command {
            case .start(let offsets, let epoch): machine.startRequested(offsets, epoch: epoch)
            case .pause(let partitions, let epoch): perform(machine.pauseRequested(partitions, epoch: epoch))
            case .resume(let partitions, let epoch): perform(machine.resumeRequested(partitions, epoch: epoch))
            case .completeRevocation(let id): perform(machine.revocationCompleted(id))
            case .close: close()
            }
        }
    }

    /// Carries the machine's decisions out, in their order.
    func perform(_ actions: [AssignmentStateMachine.Action]) {
        for action in actions {
            switch action {
            case .assign(let partitions):
                guard assign(partitions) else { return }
            case .unassign(let partitions): unassign(partitions)
            case .pause(let partitions):
                PartitionList.with(partitions) { _ = rd_kafka_pause_partitions(client, $0) }
            case .resume(let partitions):
                PartitionList.with(partitions) { _ = rd_kafka_resume_partitions(client, $0) }
                waker.wake(partitions)
            case .drop(let partitions):
                let unwanted = Set(partitions)
                shared.batches.remove { unwanted.contains($0.topicPartition) }
            case .tell(let event): tell(event)
            case .reportOverrun(let id):
                shared.log.warning(
                    "revocation \(id) was not completed in time and takes effect without the application")
            }
        }
    }

    /// An application that never reads its rebalances cannot be told apart from one that hangs, and would lose
    /// track of what it owns; the consumer stops rather than queue without end.
    private func tell(_ event: RebalanceEvent) {
        shared.rebalances.push(event)
        guard shared.rebalances.level.records > 256 else { return }
        fail(ClientFault.rebalancesUnread.error("rebalance events are not being read", isFatal: true))
    }

    private func controlFlow() {
        if !machine.isFlowPaused, shared.isAboveHighMark {
            perform(machine.bufferFilled())
        } else if machine.isFlowPaused, shared.isBelowLowMark {
            perform(machine.bufferDrained())
        }
    }

    // MARK: Ending

    /// The client cannot go on: what it owned is lost, and the loop ends.
    func fail(_ error: KafkaError) {
        guard shared.currentHealth.fatalError == nil else { return }
        shared.log.error("the consumer failed", error)
        shared.updateHealth { $0.fatalError = error }
        perform(machine.everythingLost())
        shared.setOwned([:])
        close()
    }

    private func close() {
        switch phase {
        case .closing, .finished: return
        // Never subscribed: there is no group to leave.
        case .starting: phase = .finished
        case .running:
            phase = .closing(since: .now)
            // From here on librdkafka revokes what is owned, which the application is told like any revocation.
            if let error = KafkaError.consuming(rd_kafka_consumer_close_queue(client, queue), of: client) {
                shared.log.notice("the group is left without a last rebalance", error)
                phase = .finished
            }
        }
    }

    private func advanceClosing() {
        guard case .closing(let start) = phase else { return }
        if rd_kafka_consumer_closed(client) != 0 {
            phase = .finished
        } else if ContinuousClock.now - start > shared.configuration.closeTimeout {
            shared.log.warning("the group could not be left in time")
            phase = .finished
        }
    }

    /// The order matters: no caller may wake the queue or use the client when they are gone, and an event that is
    /// still queued would keep the client from being destroyed.
    private func tearDown() {
        perform(machine.everythingLost())
        shared.mailbox.detach()
        shared.batches.finish(discarding: true)
        shared.rebalances.finish(discarding: false)
        while let event = rd_kafka_queue_poll(queue, 0) {
            _ = shared.log.write(event: event)
            rd_kafka_event_destroy(event)
        }
        rd_kafka_queue_destroy(queue)
        // Left or given up above; a second attempt inside the destruction could only hang.
        let bound = shared.configuration.closeTimeout
        if !shared.handle.destroy(within: bound, flags: RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE) {
            shared.log.error("the consumer could not be destroyed in time and is left behind")
        }
        shared.setOwned([:])
        shared.updateHealth { $0.memberState = $0.fatalError == nil ? .closed : .failed }
    }

    private func reportHealth() {
        let state: ConsumerHealth.MemberState =
            switch phase {
            case .closing, .finished: .closing
            case _ where machine.isRevoking: .revoking
            default: hasJoined ? .member : .joining
            }
        shared.updateHealth { health in
            health.lastPoll = .now
            health.memberState = health.fatalError == nil ? state : .failed
            health.isCoordinatorUp = joining.isCoordinatorUp
            health.joiningSince = state == .closing ? nil : joining.since
        }
    }
}
