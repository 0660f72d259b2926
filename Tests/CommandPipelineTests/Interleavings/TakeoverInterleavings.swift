import CommandContract
import CommandPipeline
import MeetingCancellation
import Testing

/// One owner of a partition after another, while the former one's transaction or request is still on its way.
@Suite("Interleavings: takeover", .timeLimit(.minutes(1)))
struct TakeoverInterleavings {
    private static let firstLook: Duration = AttemptLimits().firstLookUp

    /// Were the ledger's end asked for first, the attempt would be committed behind it and the meeting cancelled twice.
    @Test("restore racing a validated but unwritten predecessor transaction: the restore waits and finds the attempt")
    func validatedPredecessor() async throws {
        let (cluster, mailboxes) = (ModelledCluster(members: 2), Mailboxes())
        let first = Bench(cluster: cluster, member: 0, calendar: mailboxes.calendar())
        let second = Bench(cluster: cluster, member: 1, calendar: mailboxes.calendar(), clock: .hurried())
        cluster.append([SampleRecord.command(0, event: "board")])
        cluster.script { $0.holdsCommits = true }
        try await first.run {
            cluster.assign([0], to: 0)
            await cluster.wait { $0.members[0]?.inFlight?.isValidated == true }
            await cluster.revocationHandled(cluster.revoke([0], lost: true))
            try await second.run {
                cluster.assign([0], to: 1)
                await cluster.wait {
                    $0.members[1]?.history.contains(.offsetsRead([ModelledCluster.partition(0)])) == true
                }
                for _ in 0..<200 { await Task.yield() }
                #expect(cluster.current.members[1]?.history.contains(.ledgerEndRead(0)) == false)
                cluster.script { $0.holdsCommits = false }
                await cluster.settled(1)
            }
        }
        #expect(second.observer.facts.contains { $0.isRestore(inDoubt: 1) })
        #expect(first.calendar.cancelledEvents.isEmpty, "its assignment had ended")
        #expect(second.calendar.calls.filter { $0.exchange == .cancel }.map(\.number) == [2])
        #expect(mailboxes.cancellations.current == ["board": 1])
        #expect(cluster.current.breaches == [])
    }

    @Test("a predecessor transaction that is not validated when the restore begins is fenced")
    func unvalidatedPredecessor() async throws {
        let (cluster, mailboxes) = (ModelledCluster(members: 2), Mailboxes())
        let first = Bench(cluster: cluster, member: 0, calendar: mailboxes.calendar())
        let second = Bench(cluster: cluster, member: 1, calendar: mailboxes.calendar())
        cluster.append([SampleRecord.command(0, event: "board")])
        cluster.script { $0.holdsValidation = true }
        try await first.run {
            cluster.assign([0], to: 0)
            await cluster.wait { $0.members[0]?.inFlight != nil }
            await cluster.revocationHandled(cluster.revoke([0], lost: true))
            try await second.run {
                cluster.assign([0], to: 1)
                // The records of an open transaction hold the restore, whatever becomes of them.
                await cluster.wait { $0.members[1]?.history.contains(.ledgerEndRead(0)) == true }
                cluster.script { $0.holdsValidation = false }
                await cluster.settled(1)
            }
        }
        #expect(first.observer.facts.contains(.commitFailed(.aborted(code: "illegalGeneration"))))
        #expect(second.observer.facts.contains { $0.isRestore(inDoubt: 0) })
        #expect(second.calendar.calls.map(\.exchange) == [.permission, .read, .permission, .cancel])
        #expect(cluster.current.breaches == [])
    }

    @Test("a batch of an assignment that was lost and has come back is not committed under the new one")
    func staleBatch() async throws {
        let (cluster, mailboxes) = (ModelledCluster(members: 1), Mailboxes())
        let bench = Bench(cluster: cluster, calendar: mailboxes.calendar(), clock: .hurried())
        cluster.append([SampleRecord.command(0, event: "board")])
        cluster.script { $0.holdsValidation = true }
        try await bench.run {
            cluster.assign([0])
            await cluster.wait { $0.members[0]?.inFlight != nil }
            await cluster.revocationHandled(cluster.revoke([0], lost: true))
            cluster.assign([0])
            cluster.script { $0.holdsValidation = false }
            await cluster.settled(1)
        }
        #expect(bench.observer.facts.contains(.commitFailed(.aborted(code: "illegalGeneration"))))
        #expect(mailboxes.cancellations.current == ["board": 1])
        #expect(cluster.outcomes.map(\.reason) == ["cancelled"])
        #expect(cluster.current.breaches == [])
    }

    @Test("successor's look-up while the predecessor's request is still in flight: not before L + R + V")
    func requestInFlight() async throws {
        let (cluster, mailboxes) = (ModelledCluster(members: 2), Mailboxes())
        let first = Bench(cluster: cluster, member: 0, calendar: mailboxes.calendar())
        let second = Bench(cluster: cluster, member: 1, calendar: mailboxes.calendar())
        first.calendar.hold(.cancel, "board", stubborn: true)
        cluster.append([SampleRecord.command(0, event: "board")])
        try await first.run {
            cluster.assign([0], to: 0)
            await first.calendar.wait(for: .cancel, "board")
            await cluster.revocationHandled(cluster.revoke([0], lost: true))
            try await second.run {
                cluster.assign([0], to: 1)
                await second.clock.sleeper(for: Self.firstLook)
                second.clock.advance(by: Self.firstLook - .milliseconds(1))
                for _ in 0..<200 { await Task.yield() }
                #expect(second.calendar.calls.isEmpty)
                // As late as it can: within the bound R of a request that began within the lease L.
                first.calendar.release(.cancel, "board")
                await mailboxes.cancellations.wait { $0["board"] == 1 }
                second.clock.advance(by: .milliseconds(1))
                await cluster.settled(1)
            }
        }
        #expect(second.calendar.calls.map(\.exchange) == [.read, .entries])
        #expect(cluster.outcomes.map(\.reason) == ["cancelled"])
        #expect(mailboxes.cancellations.current == ["board": 1])
    }

    @Test("definite abort with results in hand: they are committed again, and nothing is asked again")
    func abortWithResults() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let bench = Bench(cluster: cluster, calendar: mailboxes.calendar(), clock: .hurried())
        cluster.script { $0.commitFaults = [.succeeds, .aborted, .aborted, .aborted] }
        cluster.append([SampleRecord.command(0, event: "board")])
        try await bench.run {
            cluster.assign([0])
            await cluster.settled(1)
        }
        #expect(cluster.outcomes.map(\.reason) == ["cancelled"])
        #expect(bench.calendar.calls.map(\.exchange) == [.permission, .read, .permission, .cancel])
    }

    @Test(
        "commit that reports an error but committed, of the attempt and of the outcome: one request, one outcome",
        arguments: [true, false], [true, false]
    )
    func unansweredCommits(attemptHappened: Bool, outcomeHappened: Bool) async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let bench = Bench(cluster: cluster, calendar: mailboxes.calendar(), clock: .hurried())
        cluster.script {
            $0.commitFaults = [.indefinite(happened: attemptHappened)]
            if !attemptHappened { $0.commitFaults.append(.succeeds) }
            $0.commitFaults.append(.indefinite(happened: outcomeHappened))
        }
        cluster.append([SampleRecord.command(0, event: "board")])
        try await bench.run {
            cluster.assign([0])
            await bench.observer.settled(0)
        }
        #expect(cluster.outcomes.map(\.reason) == ["cancelled"])
        #expect(bench.calendar.calls.map(\.exchange) == [.permission, .read, .permission, .cancel])
        #expect(cluster.current.breaches == [])
    }

    @Test("coordinator time-out that looks like fencing: survived, decided by the ledger, and nothing is sent twice")
    func looksLikeFencing() async throws {
        let (cluster, mailboxes) = (ModelledCluster(), Mailboxes())
        let bench = Bench(cluster: cluster, calendar: mailboxes.calendar(), clock: .hurried())
        cluster.script { $0.commitFaults = [.succeeds, .fatal] }
        cluster.append([SampleRecord.command(0, event: "board")])
        try await bench.run {
            let assignment = cluster.assign([0])[0]
            await bench.observer.settled(0)
            #expect(bench.observer.facts.contains(.commitDecided(assignment, happened: false)))
        }
        #expect(cluster.outcomes.map(\.reason) == ["cancelled"])
        #expect(mailboxes.cancellations.current == ["board": 1])
    }
}
