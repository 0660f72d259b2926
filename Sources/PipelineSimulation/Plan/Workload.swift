import CommandContract
import CommandPipeline
import MeetingCancellation

/// What the commands of a run look like on the wire, and under which configuration they are worked on.
enum Workload {
    static let tenants = [
        (id: "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f", domain: "contoso.example"),
        (id: "2b7e1516-28ae-4d2a-abf7-158809cf4f3c", domain: "fabrikam.example"),
    ]
    static let topic = "commands"
    static let source = "/a"
    /// The source whose rights are taken away in some runs.
    static let otherSource = "/b"

    /// Mailboxes by partition count and partition, so that records are worked on where a plan puts them.
    private static let mailboxes: [[[String]]] = (1...4).map { count in
        var homes = [[String]](repeating: [], count: count)
        var number = 0
        while homes.contains(where: { $0.count < 4 }) {
            // By the partition's mailbox that it may become: every third one is of the second tenant.
            for (index, tenant) in tenants.enumerated() {
                let mailbox = "m\(number)@\(tenant.domain)"
                let key = RoutingKey(tenantID: tenant.id, mailbox: mailbox).bytes
                let home = Int(Murmur2.partition(of: key, count: Int32(count)))
                let isOfSecond = homes[home].count % 3 == 2
                if homes[home].count < 4, isOfSecond == (index == 1) { homes[home].append(mailbox) }
            }
            number += 1
        }
        return homes
    }

    /// Mailbox number `number` lives in partition `number` modulo the count.
    static func mailbox(_ number: Int, of partitions: Int) -> String {
        mailboxes[partitions - 1][number % partitions][number / partitions % 4]
    }

    static func policy(allowsOtherSource: Bool) -> AuthorizationPolicy {
        let ids = Set(tenants.map(\.id))
        let mailboxes = tenants.map { MailboxPattern.domain($0.domain) }
        func source(_ name: String, _ mailboxes: [MailboxPattern]) -> SourcePolicy {
            var source = SourcePolicy(source: name, tenants: ids, mailboxes: mailboxes)
            source.allowsSeries = true
            return source
        }
        return AuthorizationPolicy(
            sources: [
                source(Self.source, mailboxes),
                source(otherSource, allowsOtherSource ? mailboxes : [.exactly("nobody@contoso.example")]),
            ],
            tenants: tenants.map {
                TenantProfile(id: $0.id, domains: [$0.domain], cloud: "global", permissionCheck: .advisory)
            },
            servedClouds: ["global"], commentCharacters: 100_000
        )
    }

    static let headers = [RecordHeader("content-type", "application/cloudevents+json")]

    /// The identity's number: a repetition has that of the command it repeats.
    static func identity(_ number: Int, in commands: [PlannedCommand]) -> Int {
        switch commands[number].kind {
        case .repetition(let earlier), .conflict(let earlier): identity(earlier, in: commands)
        default: number
        }
    }

    /// Of the command that an identity, or that of its replay, is for.
    static func number(of identity: CommandIdentity) -> Int? {
        identity.id.split(separator: "~").first.flatMap { Int($0.dropFirst()) }
    }

    static func record(_ number: Int, of plan: SimulationPlan) -> ContractRecord {
        let command = plan.commands[number]
        switch command.kind {
        case .repetition(let earlier): return record(earlier, of: plan)
        case .tombstone: return ContractRecord(key: nil, value: nil, headers: headers)
        case .malformed: return ContractRecord(key: nil, value: Array("{\"id\":".utf8), headers: headers)
        case .tooLarge:
            return ContractRecord(
                key: nil, value: [UInt8](repeating: 120, count: plan.limits.commandBytes + 1), headers: headers)
        default: break
        }
        let source =
            command.kind == .unknownSource ? "/nobody" : command.isOfOtherSource ? otherSource : source
        let mailbox = mailbox(plan.meetings[command.meeting].mailbox, of: plan.partitions)
        if case .withdrawal(let earlier) = command.kind {
            return withdrawal(number, of: identity(earlier, in: plan.commands), source, mailbox)
        }
        let event = command.kind == .mistyped ? "event-x\(number)" : GraphModel.id(command.meeting)
        var fields = plan.isSeries(command.meeting) ? ",\"extent\":\"series\"" : ""
        switch command.kind {
        case .dryRun: fields += ",\"dryRun\":true"
        case .conflict: fields += ",\"comment\":\"another\(number)\""
        case .invalidField: fields += ",\"nonsense\":1"
        case .shortDeadline(let span):
            let time = Timestamp(milliseconds: World.epoch + Int64((command.at + span) / 1000))
            fields += ",\"notAfter\":\"\(time.rfc3339)\""
        case .held(let span):
            let time = Timestamp(milliseconds: World.epoch + Int64((command.at + span) / 1000))
            fields += ",\"notBefore\":\"\(time.rfc3339)\""
        default: break
        }
        if command.padding > 0 { fields += ",\"comment\":\"\(String(repeating: "p", count: command.padding))\"" }
        let text =
            "{\"specversion\":\"1.0\",\"id\":\"c\(identity(number, in: plan.commands))\",\"source\":\"\(source)\","
            + "\"type\":\"meeting.command.cancel.v1\",\"data\":{\"tenant\":\"\(mailbox.split(separator: "@")[1])\","
            + "\"target\":{\"user\":\"\(mailbox)\"},\"event\":{\"id\":\"\(event)\"}\(fields)}}"
        return ContractRecord(key: Array("k\(number)".utf8), value: Array(text.utf8), headers: headers)
    }

    private static func withdrawal(
        _ number: Int, of withdrawn: Int, _ source: String, _ mailbox: String
    ) -> ContractRecord {
        let text =
            "{\"specversion\":\"1.0\",\"id\":\"c\(number)\",\"source\":\"\(source)\","
            + "\"type\":\"meeting.command.withdraw.v1\",\"data\":{\"tenant\":\"\(mailbox.split(separator: "@")[1])\","
            + "\"target\":{\"user\":\"\(mailbox)\"},\"id\":\"c\(withdrawn)\"}}"
        return ContractRecord(key: Array("k\(number)".utf8), value: Array(text.utf8), headers: headers)
    }

    static func partition(_ number: Int, of plan: SimulationPlan) -> Int32 {
        let command = plan.commands[number]
        let home = plan.meetings[command.meeting].mailbox % plan.partitions
        return Int32(command.isMisplaced ? (home + 1) % plan.partitions : home)
    }
}
