import HeapModule

// Looks, and changes nothing.
extension LaneScheduler {
    /// Takes time by the number of mailboxes that are remembered, never by that of their commands.
    /// - Parameter most: of each list.
    package func status(at uptime: Duration, most: Int) -> LaneStatus {
        var status = LaneStatus(most: most)
        for (level, turns) in levels where turns.opensAt > uptime {
            status.add(Self.coolDown(of: level, until: turns.opensAt, isProbing: turns.isProbing))
        }
        for (mailbox, turns) in mailboxes {
            if turns.coolsUntil > uptime {
                status.add(
                    LaneStatus.CoolDown(
                        level: .mailbox, cloud: mailbox.cloud, tenantID: mailbox.tenantID, mailbox: mailbox.mailbox,
                        until: turns.coolsUntil, isProbing: false
                    )
                )
            }
            if !turns.ready.isEmpty || turns.running > 0 { count(mailbox, turns, at: uptime, in: &status) }
        }
        return status
    }

    private func count(
        _ mailbox: MailboxLane, _ turns: MailboxTurns<Entry>, at uptime: Duration, in status: inout LaneStatus
    ) {
        let holdUp = turns.ready.isEmpty ? nil : holdUp(of: mailbox, at: uptime)
        if turns.running > 0 { status.running += 1 }
        if let holdUp {
            status.ready += 1
            if case .asleep(let until) = turns.place, until > uptime { status.asleep += 1 }
            if turns.place == .parked { status.parked += 1 }
            status.waiting[holdUp.reason, default: LaneStatus.Waiting()].add(turns.ready.count, until: holdUp.until)
        }
        status.busiest.offer(
            LaneStatus.Busy(
                mailbox: mailbox, running: turns.running, ready: turns.ready.count, holdUp: holdUp)
        ) { left, right in
            let (mine, others) = (left.running + left.ready, right.running + right.ready)
            return mine == others ? left.mailbox.mailbox < right.mailbox.mailbox : mine > others
        }
    }

    private static func coolDown(of level: CoolingLevel, until: Duration, isProbing: Bool) -> LaneStatus.CoolDown {
        switch level {
        case .tenant(let tenantID):
            LaneStatus.CoolDown(
                level: .tenant, cloud: "", tenantID: tenantID, mailbox: nil, until: until, isProbing: isProbing)
        case .cloud(let cloud):
            LaneStatus.CoolDown(
                level: .cloud, cloud: cloud, tenantID: nil, mailbox: nil, until: until, isProbing: isProbing)
        }
    }

    /// Why a ready command of a mailbox does not begin: of several reasons the one that lasts longest.
    package func holdUp(of mailbox: MailboxLane, at uptime: Duration) -> LaneStatus.HoldUp {
        guard let turns = mailboxes[mailbox] else { return LaneStatus.HoldUp(.turn) }
        var reasons = [LaneStatus.HoldUp(.mailboxCoolDown, until: turns.coolsUntil)]
        for level in CoolingLevel.levels(of: mailbox) {
            guard let until = levels[level]?.opensAt else { continue }
            reasons.append(LaneStatus.HoldUp(level.waitReason, until: until))
        }
        // The budgets last, so that a cool-down until the same instant is named instead.
        if case .asleep(let until) = turns.place { reasons.append(LaneStatus.HoldUp(.budget, until: until)) }
        var longest: LaneStatus.HoldUp?
        for reason in reasons {
            guard let until = reason.until, until > max(uptime, longest?.until ?? .zero) else { continue }
            longest = reason
        }
        return longest ?? LaneStatus.HoldUp(turns.place == .parked ? .share : .turn)
    }

    /// The jobs that wait behind the first one of a meeting.
    package func followers(in lane: MeetingLane) -> Int { max(0, (meetings[lane]?.count ?? 0) - 1) }

    package func first(in lane: MeetingLane) -> Job? { meetings[lane]?.first?.job }
}

extension LaneStatus {
    fileprivate mutating func add(_ coolDown: CoolDown) {
        coolDownCount += 1
        coolDowns.offer(coolDown) { left, right in
            left.until == right.until
                ? (left.mailbox ?? "", left.tenantID ?? "") < (right.mailbox ?? "", right.tenantID ?? "")
                : left.until > right.until
        }
    }
}

extension CoolingLevel {
    fileprivate var waitReason: WaitReason {
        switch self {
        case .tenant: .tenantCoolDown
        case .cloud: .cloudCoolDown
        }
    }
}
