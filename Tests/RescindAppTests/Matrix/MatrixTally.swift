import CommandContract
import GraphSimulator
import MeetingCancellation
import Testing

/// What the runs of the matrix have covered, and where they differ from the oracle.
struct MatrixTally {
    private(set) var cases = 0
    private(set) var requests = 0
    private(set) var differences: [String] = []
    private var counts: [String: Int] = [:]

    mutating func enter(_ run: MatrixRun) {
        cases += run.commands.count
        requests += run.log.count
        differences += run.differences
        for command in run.commands {
            for value in command.item.values { counts[value, default: 0] += 1 }
            for value in run.worker.values { counts[value, default: 0] += 1 }
        }
        for reason in run.expected { counts["reason \(reason.rawValue)", default: 0] += 1 }
    }

    /// A matrix whose cases all end at the first question would prove little: every value and every reason must occur often.
    func expectCoverage() {
        for value in Self.values { #expect(counts[value, default: 0] >= 100, "\(value)") }
        for reason in Self.reasons { #expect(counts["reason \(reason.rawValue)", default: 0] >= 20, "\(reason)") }
    }

    /// How often each reason was expected, for people.
    var reasons: String {
        Self.reasons.map { "\($0.rawValue) \(counts["reason \($0.rawValue)", default: 0])" }.joined(separator: ", ")
    }

    private static let reasons: [OutcomeReason] = [
        .cancelled, .alreadyCancelled, .wouldCancel, .sourceUnknown, .sourceDisabled, .sourceNotAllowed,
        .signatureInvalid, .pathNotAllowed, .rateCapExceeded, .dryRunOnly, .commentRequired, .commentTooLong,
        .tenantUnknown, .cloudMismatch, .cloudNotServed, .permissionMissing, .permissionUnknown, .needsDelegated,
        .notOrganizer, .notAMeeting, .seriesNotConfirmed, .meetingStarted, .eventNotFound, .accessDenied,
    ]

    private static var values: [String] {
        let flags = ["domain", "series", "started", "dryRun"].flatMap { ["\($0) true", "\($0) false"] }
        return flags + named("rule", MatrixRule.self) + named("tenant", MatrixCase.Tenant.self)
            + named("cloud", MatrixCase.Cloud.self) + named("actor", MatrixCase.Actor.self)
            + MatrixCase.paths.map { "path \($0.mailbox)/\($0.calendar)" } + named("mailbox", MatrixCase.Mailbox.self)
            + named("meeting", MatrixCase.Meeting.self) + named("comment", MatrixCase.Comment.self)
            + named("credential", CredentialBench.Kind.self) + named("permission", MatrixWorker.Permission.self)
            + named("check", PermissionCheck.self)
    }

    private static func named<Value: CaseIterable>(_ name: String, _: Value.Type) -> [String] {
        Value.allCases.map { "\(name) \($0)" }
    }
}

extension MatrixWorker {
    fileprivate var values: [String] { ["credential \(credential)", "permission \(permission)", "check \(check)"] }
}
