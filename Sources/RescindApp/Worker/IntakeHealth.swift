import HTTPService

/// The probes of a process that only takes commands in: it holds nothing that could be stuck, and says by 503 to the sender
/// when Kafka is away.
struct IntakeHealth: HealthSource {
    var liveness: HealthReport { HealthReport(problems: []) }
    var readiness: HealthReport { HealthReport(problems: []) }
}
