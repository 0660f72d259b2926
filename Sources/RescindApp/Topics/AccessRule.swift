/// One permission a process needs from Kafka's authorizer; ``all(for:)`` is the table.
struct AccessRule: Hashable, Sendable {
    enum Resource: Hashable, Sendable {
        case topics([String])
        case group(String)
        /// All ids that begin so.
        case transactionalIDs(prefix: String)
        case cluster
    }

    /// What the permission is for.
    enum Purpose: String, CaseIterable, Sendable {
        case worker = "role worker"
        case intake = "role intake"
        case looking = "rescind check and rescind topics, on top of the worker's"
        case letters = "rescind dead-letters; list and show only read"
        case creating = "rescind topics --create"
    }

    let purpose: Purpose
    let resource: Resource
    /// Names as of `kafka-acls`. Read and Write imply Describe.
    let operations: [String]
    let reason: String

    static func all(for kafka: RescindConfiguration.Kafka) -> [AccessRule] {
        let ids = Resource.transactionalIDs(prefix: kafka.transactionalIDPrefix)
        let topics = [kafka.commands, kafka.outcomes, kafka.ledger, kafka.deadLetters]
        return [
            AccessRule(.worker, .topics([kafka.commands]), ["Read"], "takes commands in"),
            AccessRule(.worker, .topics([kafka.commands]), ["Write"], "moves a record to its mailbox's partition"),
            AccessRule(.worker, .topics([kafka.outcomes]), ["Write"], "publishes outcomes"),
            AccessRule(
                .worker, .topics([kafka.ledger]), ["Read", "Write"],
                "writes down what is attempted, and reads it at the start"
            ),
            AccessRule(.worker, .topics([kafka.deadLetters]), ["Write"], "puts bad records aside"),
            AccessRule(.worker, .group(kafka.groupID), ["Read"], "joins the group and commits its offsets"),
            AccessRule(.worker, ids, ["Write", "Describe"], "one transactional id for each slot, and the check's own"),
            AccessRule(.intake, .topics([kafka.commands]), ["Write"], "stores commands taken in by webhook"),
            AccessRule(
                .intake, .cluster, ["IdempotentWrite"], "before Kafka 2.8 only; later ones need the Write above"),
            AccessRule(.looking, .topics(topics), ["DescribeConfigs"], "reads the topics' settings"),
            AccessRule(
                .letters, .topics([kafka.deadLetters]), ["Read", "Write"], "reads letters, and marks what was done"),
            AccessRule(.letters, .topics([kafka.commands]), ["Write"], "sends the commands of letters again"),
            AccessRule(.letters, .group(kafka.groupID), ["Describe"], "every reading client looks for a coordinator"),
            AccessRule(.creating, .topics(topics), ["Create"], "makes the topics"),
        ]
    }

    private init(_ purpose: Purpose, _ resource: Resource, _ operations: [String], _ reason: String) {
        self.purpose = purpose
        self.resource = resource
        self.operations = operations
        self.reason = reason
    }
}
