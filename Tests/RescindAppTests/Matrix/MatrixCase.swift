import GraphSimulator

/// One command of the matrix: a value of every dimension that is the command's; the others are its ``MatrixWorker``'s.
struct MatrixCase: Sendable, CustomStringConvertible {
    enum Tenant: String, CaseIterable {
        case global, usGovL4, usGovL5, china21Vianet, restricted, personal, unknown
    }
    enum Cloud: String, CaseIterable { case leftOut, right, wrong }
    /// Who is to act: the application, or an account by its relation to the mailbox.
    enum Actor: String, CaseIterable { case application, owner, delegate, ofOtherTenant, unknown }
    enum Mailbox: String, CaseIterable { case byName, byID, colleague }
    /// What the event is in the mailbox that is addressed.
    enum Meeting: String, CaseIterable {
        case own, attendeeCopy, cancelledCopy, started, series, appointment, unknown
    }
    enum Comment: String, CaseIterable { case short, leftOut, blank, long, beyondWorker }

    let number: Int
    var rule = MatrixRule.open
    var tenant = Tenant.global
    var isByDomain = false
    var cloud = Cloud.leftOut
    var actor = Actor.application
    var path = RequestPath(mailbox: .users, calendar: .events)
    var mailbox = Mailbox.byName
    var meeting = Meeting.own
    var comment = Comment.short
    var saysSeries = false
    var saysStarted = false
    var isDryRun = false

    var id: String { "matrix-\(number)" }

    var description: String {
        let flags = [
            isByDomain ? "domain" : nil, saysSeries ? "series" : nil, saysStarted ? "started" : nil,
            isDryRun ? "dryRun" : nil,
        ].compactMap(\.self)
        return "\(number) \(rule) \(tenant) cloud:\(cloud) \(actor) \(path.mailbox)/\(path.calendar) \(mailbox) "
            + "\(meeting) comment:\(comment) \(flags)"
    }

    /// Every value it has, by dimension: what the test counts.
    var values: [String] {
        [
            "rule \(rule)", "tenant \(tenant)", "cloud \(cloud)", "actor \(actor)",
            "path \(path.mailbox)/\(path.calendar)", "mailbox \(mailbox)", "meeting \(meeting)", "comment \(comment)",
            "domain \(isByDomain)", "series \(saysSeries)", "started \(saysStarted)", "dryRun \(isDryRun)",
        ]
    }
}

extension MatrixCase {
    /// The two that the API page does not list for groups are among them.
    static let paths = RequestPath.Mailbox.allCases.flatMap { mailbox in
        RequestPath.Calendar.allCases.map { RequestPath(mailbox: mailbox, calendar: $0) }
    }

    /// Draws evenly, but prefers what may cancel, and for a rule what it is about: one "no" among so many dimensions hides all
    /// that would follow.
    static func drawn(_ number: Int, by random: inout SeededGenerator) -> MatrixCase {
        var drawn = MatrixCase(number: number)
        drawn.rule = pick(MatrixRule.allCases, or: .open, 35, &random)
        let isLate = drawn.rule.isAskedLate
        drawn.tenant = pick(Tenant.allCases, or: .global, isLate ? 60 : 10, &random)
        drawn.isByDomain = random.chance(50)
        drawn.cloud = pick(Cloud.allCases, or: .right, 60, &random)
        let isPersonal = drawn.tenant == .personal
        drawn.path = pick(paths, or: paths[isPersonal ? 0 : 4], 30, &random)
        let isAccounts = isPersonal || drawn.path.mailbox != .users
        drawn.actor = pick(Actor.allCases, or: isAccounts ? .owner : .application, 40, &random)
        drawn.mailbox = pick(Mailbox.allCases, or: .byName, 30, &random)
        let isAppointment = drawn.rule == .noAppointments
        drawn.meeting = pick(
            Meeting.allCases, or: isAppointment ? .appointment : .own, isAppointment ? 60 : 20, &random)
        drawn.comment = pick(Comment.allCases, or: .short, drawn.rule == .commentRules ? 10 : 60, &random)
        drawn.saysSeries = random.chance(drawn.meeting == .series ? 60 : 10)
        drawn.saysStarted = random.chance(drawn.meeting == .started ? 50 : 10)
        drawn.isDryRun = random.chance(20)
        return drawn
    }

    private static func pick<Value>(
        _ values: [Value], or preferred: Value, _ percent: UInt64, _ random: inout SeededGenerator
    ) -> Value {
        random.chance(percent) ? preferred : random.pick(values)
    }
}

extension MatrixRule {
    /// Whether much else is asked before what it is about.
    fileprivate var isAskedLate: Bool {
        switch self {
        case .dryRunOnly, .commentRules, .noAppointments, .capped: true
        default: false
        }
    }
}
