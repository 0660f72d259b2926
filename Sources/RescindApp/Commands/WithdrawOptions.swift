import ArgumentParser
import CommandContract

/// The fields of a withdraw command as options (docs/contracts); all but `expirytime`.
struct WithdrawOptions: ParsableArguments {
    @Option(help: "CloudEvents source of the command to take back.")
    var source: String

    @Option(help: "Id of the command to take back.")
    var command: String

    @Option(help: "CloudEvents id of the withdraw itself; random when left out.")
    var id: String?

    @Option(help: "Correlation id, echoed in the outcome.")
    var correlationID: String?

    @Option(help: "The command's tenant.")
    var tenant: String

    @Option(help: "The command's mailbox.")
    var user: String?

    @Option(help: "Instead of --user: the command's group.")
    var group: String?

    @Option(help: "Instead of --user: the command's delegated account, in its own mailbox.")
    var me: String?

    mutating func validate() throws {
        guard [user, group, me].compactMap(\.self).count == 1 else {
            throw ValidationError("give exactly one of --user, --group and --me, as the command had it")
        }
    }

    func event(id: String) -> JSONObject {
        JSONObject([
            ("specversion", .string("1.0")),
            ("id", .string(id)),
            ("source", .string(source)),
            ("type", .string(WithdrawCommand.type)),
            ("datacontenttype", .string("application/json")),
            ("correlationid", correlationID.map { .string($0) }),
            ("data", .object(data)),
        ])
    }

    private var data: JSONObject {
        let target = JSONObject([
            ("user", user.map { .string($0) }),
            ("group", group.map { .string($0) }),
            ("me", me.map { .string($0) }),
        ])
        return JSONObject([
            ("id", .string(command)),
            ("tenant", .string(tenant)),
            ("target", .object(target)),
        ])
    }
}
