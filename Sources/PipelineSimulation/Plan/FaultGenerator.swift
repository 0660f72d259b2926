/// Draws what goes wrong.
enum FaultGenerator {
    static func faults(
        _ count: Int, isUnsettled: Bool, until end: Ticks, slots: Int, partitions: Int, meetings: Int,
        _ random: inout SeededRandom
    ) -> [Fault] {
        (0..<count).map { _ in
            if isUnsettled, random.chance(70) { return unsettling(random.int(0...end), slots, partitions, &random) }
            return switch random.int(1...100) {
            case 1...50: ofRequest(&random)
            case 51...62:
                Fault(.step(slot: random.int(0...slots - 1), random.int(1...400)), ofProcess(&random))
            default: ofTime(random.int(0...end), slots, partitions, meetings, &random)
            }
        }
    }

    private static func unsettling(
        _ time: Ticks, _ slots: Int, _ partitions: Int, _ random: inout SeededRandom
    ) -> Fault {
        let slot = random.int(0...slots - 1)
        let late = Fault.Effect.late(random.int(.milliseconds(100) ... .seconds(9)))
        switch random.int(1...8) {
        case 1...2: return Fault(.time(time), .kill(slot: slot, restart: random.int(.seconds(6) ... .seconds(9))))
        case 3: return Fault(.time(time), .stop(slot: slot, restart: random.int(.milliseconds(50) ... .seconds(9))))
        case 4: return Fault(.time(time), .freeze(slot: slot, span(&random)))
        case 5:
            let span = random.int(.milliseconds(500) ... .seconds(6))
            return Fault(.time(time), .ledgerWithoutLeader(random.int(0...partitions - 1), span))
        case 6: return Fault(.request(.endTransaction, random.int(1...50)), late)
        case 7: return Fault(.request(.produce, random.int(1...120)), .freezeBefore(span(&random)))
        default: return Fault(.request(.commitOffsets, random.int(1...50)), .freezeBefore(span(&random)))
        }
    }

    private static func ofRequest(_ random: inout SeededRandom) -> Fault {
        let kinds: [(RequestKind, Int)] = [
            (.cancel, 14), (.cancel, 14), (.cancel, 14), (.readMeeting, 24), (.readCalendar, 12), (.token, 40),
            (.endTransaction, 50), (.endTransaction, 50), (.endTransaction, 50), (.commitOffsets, 50),
            (.addOffsets, 50),
            (.produce, 120), (.addPartitions, 50), (.initProducer, 6), (.committedOffset, 10), (.ledgerEnd, 10),
            (.readLedger, 10), (.join, 10), (.heartbeat, 60), (.fetch, 40), (.commandEnd, 8), (.countPartitions, 8),
        ]
        let (kind, last) = random.pick(kinds)
        let effect = random.chance(35) ? ofProcess(&random) : PlanGenerator.mishap(of: kind, &random)
        return Fault(.request(kind, random.int(1...last)), effect)
    }

    private static func ofProcess(_ random: inout SeededRandom) -> Fault.Effect {
        switch random.int(1...4) {
        case 1: .killBefore
        case 2: .killAfterSending
        case 3: .killBeforeAnswer
        default: .freezeBefore(span(&random))
        }
    }

    private static func span(_ random: inout SeededRandom) -> Ticks {
        .milliseconds(random.pick([300, 1500, 4000, 7000, 12_000]))
    }

    private static func ofTime(
        _ time: Ticks, _ slots: Int, _ partitions: Int, _ meetings: Int, _ random: inout SeededRandom
    ) -> Fault {
        let slot = random.int(0...slots - 1)
        let restart = random.int(.milliseconds(50) ... .seconds(9))
        let effect: Fault.Effect =
            switch random.int(1...100) {
            case 1...14: .kill(slot: slot, restart: restart)
            case 15...16:
                .refuseTenant(random.int(0...Workload.tenants.count - 1), .milliseconds(random.int(2000...15_000)))
            case 17...30: .stop(slot: slot, restart: restart)
            case 31...42: .freeze(slot: slot, span(&random))
            case 43...50: .replace(slot: slot)
            case 51...57: .ledgerWithoutLeader(random.int(0...partitions - 1), .milliseconds(random.int(200...8000)))
            case 58...61: .resetOffset(random.int(0...partitions - 1), back: random.int(1...10))
            case 62...63: .expireOffset(random.int(0...partitions - 1))
            case 64...70: .compact(random.int(0...partitions - 1))
            case 71...74: .truncate(random.int(0...partitions - 1))
            case 75...79: .moveMeeting(random.int(0...meetings - 1))
            case 80...83: .removeRights
            case 84: .refuseWrites(.milliseconds(random.int(500...8000)))
            case 85: .refuseTokens(.milliseconds(random.int(500...8000)))
            case 86: .pause(onlyOtherSource: random.chance(50), .milliseconds(random.int(500...8000)))
            case 87...91: .throttle(throttled(partitions, &random), .milliseconds(random.int(500...15_000)))
            default: storm(&random)
            }
        return Fault(.time(time), effect)
    }

    private static func throttled(_ partitions: Int, _ random: inout SeededRandom) -> Throttled {
        switch random.int(1...6) {
        case 1...3: .mailbox(random.int(0...partitions * 3 - 1))
        case 4...5: .tenant(random.int(0...Workload.tenants.count - 1))
        default: .everybody
        }
    }

    private static func storm(_ random: inout SeededRandom) -> Fault.Effect {
        let kinds: [RequestKind] = [
            .cancel, .cancel, .readMeeting, .readCalendar, .token, .produce, .endTransaction, .commitOffsets,
            .heartbeat,
        ]
        return .storm(
            random.pick(kinds), .milliseconds(random.int(500...8000)), percent: random.pick([30, 60, 100]))
    }
}

extension PlanGenerator {
    /// A failure of the network or of the server, without one of the process.
    static func mishap(of kind: RequestKind, _ random: inout SeededRandom) -> Fault.Effect {
        switch kind {
        case .cancel:
            switch random.int(1...12) {
            case 1...2: return .loseRequest
            case 3...4: return .loseAnswer
            case 5: return .late(random.int(10_000...600_000))
            case 6...7: return .actThenFail(random.pick([500, 503, 504]))
            default: return .refuse(random.pick([0, 401, 403, 429, 429, 500, 503, 504]))
            }
        case .readMeeting, .readCalendar:
            return random.chance(40) ? .loseAnswer : .refuse(random.pick([401, 403, 429, 500, 503]))
        case .addPartitions, .produce, .addOffsets, .commitOffsets, .endTransaction:
            switch random.int(1...10) {
            case 1...2: return .loseRequest
            case 3...5: return .loseAnswer
            case 6...7: return .late(random.int(10_000...2_000_000))
            default: return .refuse(refusal(of: kind, &random).rawValue)
            }
        case .initProducer: return random.pick([.loseRequest, .loseAnswer, .refuse(0)])
        default: return random.pick([.loseRequest, .loseAnswer])
        }
    }

    private static func refusal(of kind: RequestKind, _ random: inout SeededRandom) -> BrokerError {
        switch kind {
        case .produce: random.pick([.recordTooLarge, .notAuthorized, .notLeader])
        case .commitOffsets: random.pick([.illegalGeneration, .unknownMember, .concurrentTransactions])
        case .endTransaction: random.pick([.notLeader, .concurrentTransactions])
        default: random.pick([.notAuthorized, .concurrentTransactions, .invalidTransactionState])
        }
    }
}
