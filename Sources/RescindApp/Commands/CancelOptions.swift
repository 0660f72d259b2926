import ArgumentParser
import CommandContract

/// The fields of a cancel command as options, one to one (docs/contracts).
struct CancelOptions: ParsableArguments {
    @Option(help: "CloudEvents source: who asks. Must be configured in the worker.")
    var source: String

    @Option(help: "CloudEvents id; random when left out. The same (source, id) is the same command.")
    var id: String?

    @Option(help: "Correlation id, echoed in the outcome.")
    var correlationID: String?

    @Option(help: "The tenant's GUID or one of its domains.")
    var tenant: String

    @Option(help: "Guard: the tenant's cloud.")
    var cloud: String?

    @Option(help: "The organizer's mailbox: object id or user principal name.")
    var user: String?

    @Option(help: "Instead of --user: the object id of the group that holds the meeting; needs --as.")
    var group: String?

    @Option(help: "Instead of --user: a delegated account configured in the worker, in its own mailbox.")
    var me: String?

    @Option(name: .customLong("as"), help: "The configured delegated account to act as, with --user or --group.")
    var account: String?

    @Option(help: "The event's id in that mailbox.")
    var event: String

    @Option(help: "\"default\" or a calendar's id.")
    var calendar: String?

    @Option(help: "Id of the calendar group that holds --calendar.")
    var calendarGroup: String?

    @Option(help: "event (default) or series.")
    var extent: String?

    @Option(help: "Text sent to all attendees.")
    var comment: String?

    @Option(help: "RFC 3339 time before which nothing is done; the command can be withdrawn until then.")
    var notBefore: String?

    @Option(help: "RFC 3339 time at which the command expires.")
    var notAfter: String?

    @Option(help: "Guard: the start the meeting must have.")
    var expectedStart: String?

    @Flag(help: "Cancel even when the meeting has started.")
    var allowStarted = false

    @Flag(help: "Check everything, cancel nothing.")
    var dryRun = false

    mutating func validate() throws {
        guard [user, group, me].compactMap(\.self).count == 1 else {
            throw ValidationError("give exactly one of --user, --group and --me")
        }
        if calendarGroup != nil, calendar == nil { throw ValidationError("--calendar-group needs --calendar") }
    }

    func event(id: String) -> JSONObject {
        JSONObject([
            ("specversion", .string("1.0")),
            ("id", .string(id)),
            ("source", .string(source)),
            ("type", .string(CancelCommand.type)),
            ("datacontenttype", .string("application/json")),
            ("correlationid", correlationID.map { .string($0) }),
            ("data", .object(data)),
        ])
    }

    private var data: JSONObject {
        JSONObject([
            ("tenant", .string(tenant)),
            ("cloud", cloud.map { .string($0) }),
            ("target", .object(target)),
            ("as", account.map { .string($0) }),
            ("calendar", calendarValue),
            ("event", .object(JSONObject([("id", .string(event))]))),
            ("extent", extent.map { .string($0) }),
            ("comment", comment.map { .string($0) }),
            ("notBefore", notBefore.map { .string($0) }),
            ("notAfter", notAfter.map { .string($0) }),
            ("expectedStart", expectedStart.map { .string($0) }),
            ("allowStarted", allowStarted ? .bool(true) : nil),
            ("dryRun", dryRun ? .bool(true) : nil),
        ])
    }

    private var target: JSONObject {
        JSONObject([
            ("user", user.map { .string($0) }),
            ("group", group.map { .string($0) }),
            ("me", me.map { .string($0) }),
        ])
    }

    private var calendarValue: JSONValue? {
        guard let calendar else { return nil }
        if calendar == "default", calendarGroup == nil { return .string("default") }
        return .object(JSONObject([("id", .string(calendar)), ("groupId", calendarGroup.map { .string($0) })]))
    }
}
