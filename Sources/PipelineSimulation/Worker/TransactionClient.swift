import CommandContract
import CommandPipeline
import MeetingCancellation

/// The transactional producer inside of a process: the requests of `TransactionSession` over librdkafka, with its error classes.
final class TransactionClient {
    /// One transaction on its way.
    private final class Commit {
        let batch: CommitBatch
        let session: Int
        var outstanding = 0
        var ends: [Int32: Int64] = [:]
        var time: Timestamp?
        var failure: CommitFailure?
        var isOver = false
        /// The coordinator has taken a request of it.
        var hasBegun = false

        init(batch: CommitBatch, session: Int) {
            self.batch = batch
            self.session = session
        }
    }

    private unowned let process: WorkerProcess
    private var session = 0
    private var epoch: Int?
    /// The first membership that was used.
    private var former: (Int?, Int)?
    private static let timeout: Ticks = .seconds(1)
    /// How often a request is sent whose answer does not come.
    private static let tries = 3
    /// How long a request is repeated that a broker will take later.
    private static let retryLimit: Ticks = .seconds(4)

    init(process: WorkerProcess) { self.process = process }

    private var kafka: KafkaModel { process.run.kafka }
    private var world: World { process.world }

    // MARK: Opening

    /// A new producer with the same id.
    func open() {
        session += 1
        if PlantedFault.isOn(.producerUsedAgain), epoch != nil {
            return process.tell { $0.logOpened(at: $1) }
        }
        epoch = nil
        initialize(session, until: world.now + .seconds(8))
    }

    private func initialize(_ session: Int, until deadline: Ticks) {
        let slot = process.slot
        process.call(
            .initProducer, timeout: Self.timeout, refused: { _ in .failure(.notAuthorized) },
            serve: { [self] in $0(kafka.initProducer(slot)) },
            answer: { [self] (answer: Answer<Result<Int, BrokerError>>) in
                guard session == self.session else { return }
                switch answer {
                case .value(.success(let epoch)):
                    self.epoch = epoch
                    world.note("log opened", process.number, epoch)
                    process.tell { $0.logOpened(at: $1) }
                case .value(.failure(.notAuthorized)):
                    process.tell { $0.logOpeningFailed(.indefinite(code: "initialize"), at: $1) }
                case .value(.failure), .lost, .abandoned:
                    guard world.now < deadline else {
                        return process.tell { $0.logOpeningFailed(.indefinite(code: "initialize"), at: $1) }
                    }
                    world.after(.milliseconds(20)) { [self] in
                        process.enter { [self] in if session == self.session { initialize(session, until: deadline) } }
                    }
                }
            }
        )
    }

    // MARK: Committing

    func commit(_ batch: CommitBatch) {
        guard epoch != nil else {
            return told(.indefinite(code: "notOpen"))
        }
        let commit = Commit(batch: batch, session: session)
        world.note("commit", process.number, batch.entries.count, batch.offsets.count)
        let contents = contents(of: batch)
        request(.addPartitions, commit) { kafka, slot, epoch, process in
            kafka.addPartitions(contents.map(\.name), slot, epoch: epoch, process: process)
        } then: { [self] in
            for (name, records) in contents { produce(records, to: name, commit) }
        }
        commit.outstanding += 1
        let isSlow = world.random.chance(1)
        let delay =
            isSlow
            ? world.random.int(0...8_000_000)
            : world.random.chance(5) ? world.random.int(0...300_000) : world.random.int(100...2000)
        world.after(delay) { [self] in
            process.enter { [self] in
                commit.outstanding -= 1
                sendOffsets(commit)
            }
        }
    }

    private func contents(of batch: CommitBatch) -> [(name: LogName, records: [ContractRecord])] {
        var contents: [LogName: [ContractRecord]] = [:]
        for entry in batch.entries { contents[name(of: entry), default: []].append(entry.record) }
        return contents.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func name(of entry: CommitBatch.Entry) -> LogName {
        let topic: LogName.Topic =
            switch entry.destination {
            case .commands: .commands
            case .outcomes: .outcomes
            case .ledger: .ledger
            case .deadLetters: .deadLetters
            }
        switch entry.placement {
        case .key(let key):
            return LogName(topic: topic, partition: Murmur2.partition(of: key, count: kafka.partitionCount))
        case .partition(let number):
            return LogName(topic: topic, partition: topic == .deadLetters ? 0 : number % kafka.partitionCount)
        }
    }

    private func produce(_ records: [ContractRecord], to name: LogName, _ commit: Commit) {
        let batch = process.run.nextBatch()
        request(.produce, commit) { kafka, slot, epoch, _ in
            kafka.produce(records, to: name, slot, epoch: epoch, batch: batch)
        } then: { [self] (base: Int64) in
            if name.topic == .ledger { commit.ends[name.partition] = base + Int64(records.count) }
            if process.run.plan.tellsTime { commit.time = world.time }
        }
    }

    /// The metadata is read as late as possible; without a live membership nothing is sent, since no broker would refuse it.
    private func sendOffsets(_ commit: Commit) {
        guard !commit.isOver, commit.session == session else { return }
        let offsets = Dictionary(uniqueKeysWithValues: commit.batch.offsets.map { ($0.key.partition, $0.value) })
        var (member, generation) = (process.consumer.member, process.consumer.generation)
        if PlantedFault.isOn(.oldGroupMetadata), let former { (member, generation) = former }
        former = former ?? (member, generation)
        guard member != nil && generation >= 0 || PlantedFault.isOn(.emptyGroupMetadata) else {
            return fail(commit, .aborted(code: "sendOffsets.notAMember"))
        }
        let epochs = Dictionary(
            uniqueKeysWithValues: commit.batch.assignments.map { ($0.partition.partition, $0.epoch) })
        guard isOurs(epochs) else {
            return fail(commit, .aborted(code: "sendOffsets.partitionNotOwned"))
        }
        let (sentMember, sentGeneration) = (member, generation)
        request(.addOffsets, commit) { kafka, slot, epoch, process in
            kafka.addOffsets(slot, epoch: epoch, process: process)
        } then: { [self] in
            request(.commitOffsets, commit) { kafka, slot, epoch, _ in
                kafka.commitOffsets(offsets, slot, epoch: epoch, member: sentMember, generation: sentGeneration)
            } then: {
            }
        }
    }

    private func isOurs(_ epochs: [Int32: Int]) -> Bool {
        if PlantedFault.isOn(.ownershipNotChecked) || PlantedFault.isOn(.emptyGroupMetadata) { return true }
        if PlantedFault.isOn(.epochNotChecked) { return process.consumer.owns(epochs.keys) }
        return process.consumer.owns(epochs)
    }

    /// Sends a request of the transaction, again and again while that may help.
    private func request<Value>(
        _ kind: RequestKind, _ commit: Commit, tries: Int = 1, since: Ticks? = nil,
        _ serve: @escaping (KafkaModel, Int, Int, Int) -> Result<Value, BrokerError>, then: @escaping (Value) -> Void
    ) {
        guard let epoch, !commit.isOver, commit.session == session else { return }
        let (slot, number) = (process.slot, process.number)
        let began = since ?? world.now
        commit.outstanding += 1
        process.call(
            kind, timeout: Self.timeout, refused: { Self.refusal($0) },
            serve: { [self] in $0(serve(kafka, slot, epoch, number)) },
            answer: { [self] (answer: Answer<Result<Value, BrokerError>>) in
                guard !commit.isOver, commit.session == session else { return }
                commit.outstanding -= 1
                switch answer {
                case .value(.success(let value)):
                    commit.hasBegun = true
                    then(value)
                case .value(.failure(let error)) where error.isPassing && world.now - began < Self.retryLimit:
                    commit.outstanding += 1
                    return world.after(.milliseconds(error == .notLeader ? 100 : 8)) { [self] in
                        process.enter { [self] in
                            commit.outstanding -= 1
                            request(kind, commit, tries: tries, since: began, serve, then: then)
                        }
                    }
                case .value(.failure(let error)): fail(commit, error.failure(of: kind))
                case .lost where tries < Self.tries:
                    return request(kind, commit, tries: tries + 1, since: began, serve, then: then)
                case .lost, .abandoned: fail(commit, .indefinite(code: "\(kind).timedOut"))
                }
                advance(commit)
            }
        )
    }

    /// What the plan's refusals stand for.
    private static func refusal<Value>(_ code: Int) -> Result<Value, BrokerError>? {
        BrokerError(rawValue: code).map { .failure($0) }
    }

    private func fail(_ commit: Commit, _ failure: CommitFailure) {
        guard !commit.isOver else { return }
        if commit.failure == nil { commit.failure = failure }
        if case .aborted = failure {} else { commit.failure = failure }
        advance(commit)
    }

    /// Once nothing is on its way any more, the transaction ends.
    private func advance(_ commit: Commit) {
        guard !commit.isOver else { return }
        switch commit.failure {
        case .indefinite(let code): return over(commit, .indefinite(code: code))
        case .fatal(let code): return over(commit, .fatal(code: code))
        case .aborted, nil: break
        }
        guard commit.outstanding == 0 else { return }
        commit.isOver = true
        end(commit, tries: 1)
    }

    private func end(_ commit: Commit, tries: Int, since: Ticks? = nil) {
        guard let epoch, commit.session == session else { return }
        let slot = process.slot
        let began = since ?? world.now
        let decision: Transaction.Decision = commit.failure == nil ? .commit : .abort
        process.call(
            .endTransaction, timeout: Self.timeout, refused: { Self.refusal($0) },
            serve: { [self] in $0(kafka.endTransaction(decision, slot, epoch: epoch)) },
            answer: { [self] (answer: Answer<Result<Void, BrokerError>>) in
                guard commit.session == session else { return }
                switch answer {
                case .value(.success): ended(commit)
                // No request of it has reached the coordinator.
                case .value(.failure(.invalidTransactionState)) where decision == .abort && !commit.hasBegun:
                    ended(commit)
                case .value(.failure(let error)) where error.isPassing && world.now - began < Self.retryLimit:
                    world.after(.milliseconds(10)) { [self] in
                        process.enter { [self] in end(commit, tries: tries, since: began) }
                    }
                case .value(.failure(.producerFenced)): told(.fatal(code: "end.fenced"))
                case .lost where tries < Self.tries: end(commit, tries: tries + 1, since: began)
                case .value(.failure), .lost, .abandoned: told(.indefinite(code: "end"))
                }
            }
        )
    }

    private func ended(_ commit: Commit) {
        if let failure = commit.failure { return told(failure) }
        let receipt = CommitReceipt(ledgerEnds: commit.ends, time: commit.time)
        process.isCommitting = false
        process.tell { $0.batchCommitted(receipt, at: $1) }
    }

    private func over(_ commit: Commit, _ failure: CommitFailure) {
        commit.isOver = true
        told(failure)
    }

    private func told(_ failure: CommitFailure) {
        world.note("commit failed", process.number, text: "\(failure)")
        process.isCommitting = false
        if case .indefinite(let code) = failure, PlantedFault.isOn(.indefiniteTakenForAborted) {
            return process.tell { $0.commitFailed(.aborted(code: code), at: $1) }
        }
        process.tell { $0.commitFailed(failure, at: $1) }
    }
}

extension BrokerError {
    /// librdkafka asks again by itself.
    fileprivate var isPassing: Bool { self == .concurrentTransactions || self == .notLeader }

    fileprivate func failure(of kind: RequestKind) -> CommitFailure {
        let code = "\(kind).\(self)"
        switch self {
        case .producerFenced: return .fatal(code: code)
        case .invalidTransactionState: return .indefinite(code: code)
        case .recordTooLarge: return .aborted(code: code, blame: .content)
        case .notAuthorized: return .aborted(code: code, blame: .rights)
        case .illegalGeneration, .unknownMember, .fencedInstance, .rebalanceInProgress, .notLeader,
            .concurrentTransactions:
            return .aborted(code: code)
        }
    }
}
