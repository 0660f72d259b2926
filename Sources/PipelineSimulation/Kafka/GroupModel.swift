/// The consumer group: static members, generations, and cooperative rebalances of the classic protocol.
final class GroupModel {
    struct Joined {
        let member: Int
        let generation: Int
        let partitions: [Int32]
    }

    private struct Member {
        let id: Int
        let slot: Int
        var owned: Set<Int32>
        var assigned: Set<Int32> = []
        var lastSeen: Ticks
        /// Waits for the rebalance to end.
        var reply: ((Result<Joined, BrokerError>) -> Void)?
    }

    private let world: World
    private let partitions: Int32
    private var members: [Member] = []
    private(set) var generation = 0
    private var isRebalancing = false
    private var lastMember = 0
    private var rebalances = 0
    private static let sessionTimeout: Ticks = .seconds(6)
    private static let rebalanceTimeout: Ticks = .seconds(4)

    init(world: World, partitions: Int32) {
        self.world = world
        self.partitions = partitions
    }

    // MARK: Requests

    func join(
        slot: Int, member: Int?, owned: Set<Int32>, _ reply: @escaping (Result<Joined, BrokerError>) -> Void
    ) {
        if let member {
            guard let index = members.firstIndex(where: { $0.id == member }) else {
                return reply(.failure(members.contains { $0.slot == slot } ? .fencedInstance : .unknownMember))
            }
            members[index].owned = owned
            members[index].reply = reply
            members[index].lastSeen = world.now
            return rebalance()
        }
        lastMember += 1
        let id = lastMember
        if let index = members.firstIndex(where: { $0.slot == slot }) { return replace(index, by: id, reply) }
        members.append(Member(id: id, slot: slot, owned: owned, lastSeen: world.now, reply: reply))
        watch(id)
        rebalance()
    }

    /// A static member that comes back keeps its partitions, and its former self is fenced; nobody else notices (KIP-345).
    private func replace(_ index: Int, by id: Int, _ reply: @escaping (Result<Joined, BrokerError>) -> Void) {
        let former = members[index]
        former.reply?(.failure(.fencedInstance))
        var member = Member(id: id, slot: former.slot, owned: [], assigned: former.assigned, lastSeen: world.now)
        world.note("static member replaced", former.slot, former.id, id)
        watch(id)
        if isRebalancing {
            member.reply = reply
            members[index] = member
            return completeIfAllJoined()
        }
        members[index] = member
        // Kafka would leave a partition that is between two owners without one until somebody else joins.
        guard Set(members.flatMap(\.assigned)).count == Int(partitions) else {
            members[index].reply = reply
            return rebalance()
        }
        reply(.success(Joined(member: id, generation: generation, partitions: member.assigned.sorted())))
    }

    func heartbeat(slot: Int, member: Int, generation: Int) -> Result<Void, BrokerError> {
        if let refusal = refusal(of: member, generation: nil, slot: slot) { return .failure(refusal) }
        if let index = members.firstIndex(where: { $0.id == member }) { members[index].lastSeen = world.now }
        if isRebalancing { return .failure(.rebalanceInProgress) }
        return generation == self.generation ? .success(()) : .failure(.illegalGeneration)
    }

    /// - Parameter generation: nil to have only the membership checked.
    func refusal(of member: Int?, generation: Int?, slot: Int? = nil) -> BrokerError? {
        guard members.contains(where: { $0.id == member }) else {
            return slot.map { slot in members.contains { $0.slot == slot } } == true ? .fencedInstance : .unknownMember
        }
        guard let generation else { return nil }
        return generation == self.generation ? nil : .illegalGeneration
    }

    func end() { members = [] }

    // MARK: Time

    private func watch(_ id: Int) { world.after(Self.sessionTimeout) { [self] in sessionEnded(id) } }

    private func sessionEnded(_ id: Int) {
        guard let index = members.firstIndex(where: { $0.id == id }) else { return }
        let rest = members[index].lastSeen + Self.sessionTimeout - world.now
        if rest > 0 || members[index].reply != nil {
            return world.after(max(rest, 100_000)) { [self] in sessionEnded(id) }
        }
        world.note("session ended", members[index].slot, id)
        members.remove(at: index)
        rebalance()
    }

    // MARK: Rebalance

    private func rebalance() {
        if !isRebalancing {
            isRebalancing = true
            rebalances += 1
            let number = rebalances
            world.after(Self.rebalanceTimeout) { [self] in
                if isRebalancing, rebalances == number { complete() }
            }
        }
        completeIfAllJoined()
    }

    private func completeIfAllJoined() {
        if isRebalancing, members.allSatisfy({ $0.reply != nil }) { complete() }
    }

    /// Static members that have not come back yet keep what they had, until their session ends.
    private func complete() {
        isRebalancing = false
        guard !members.isEmpty else { return }
        generation += 1
        let targets = share()
        for index in members.indices {
            guard members[index].reply != nil else { continue }
            let others = members.indices.filter { $0 != index }
            // Cooperative: what another one holds comes only after that one has given it up.
            members[index].assigned = targets[index].filter { partition in
                !others.contains { holds(members[$0], partition) }
            }
        }
        world.note("generation", generation, members.count, text: "\(members.map { ($0.slot, $0.assigned.sorted()) })")
        for index in members.indices {
            guard let reply = members[index].reply else { continue }
            members[index].reply = nil
            members[index].owned.formUnion(members[index].assigned)
            members[index].lastSeen = world.now
            let member = members[index]
            reply(.success(Joined(member: member.id, generation: generation, partitions: member.assigned.sorted())))
        }
    }

    private func holds(_ member: Member, _ partition: Int32) -> Bool {
        member.owned.contains(partition) || member.reply == nil && member.assigned.contains(partition)
    }

    /// Evenly, and everybody keeps what it can.
    private func share() -> [Set<Int32>] {
        var targets = [Set<Int32>](repeating: [], count: members.count)
        let order = members.indices.sorted { members[$0].slot < members[$1].slot }
        let least = Int(partitions) / members.count
        var extra = Int(partitions) % members.count
        var free: [Int32] = []
        for partition in 0..<partitions {
            if let index = order.first(where: { holds(members[$0], partition) }) {
                let isFull = targets[index].count >= least + (extra > 0 ? 1 : 0)
                if !isFull || members[index].reply == nil {
                    targets[index].insert(partition)
                    if targets[index].count == least + 1 { extra -= 1 }
                    continue
                }
            }
            free.append(partition)
        }
        for partition in free {
            let index = order.filter { members[$0].reply != nil }.min { targets[$0].count < targets[$1].count }
            if let index { targets[index].insert(partition) }
        }
        return targets
    }
}
