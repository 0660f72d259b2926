/// Every instrument of the product; docs/metrics.md is made from it.
package enum MetricCatalogue {
    package static let records = MetricDefinition(
        "rescind_records_total", .counter, "Command records read from Kafka, redelivered ones included.",
        unit: "records"
    )
    package static let forwarded = MetricDefinition(
        "rescind_forwarded_total", .counter, "Commands forwarded to the partition of their mailbox.", unit: "commands",
        alert: "rate(rescind_forwarded_total[1h]) > 1"
    )
    package static let takenBack = MetricDefinition(
        "rescind_forwards_refused_total", .counter,
        "Commands the broker did not take in the partition of their mailbox, worked on where they stood.",
        unit: "commands",
        alert: "increase(rescind_forwards_refused_total[1h]) > 0"
    )
    package static let breakers = MetricDefinition(
        "rescind_breakers_opened_total", .counter,
        "Times the commands of a tenant or account were held because the last ones all failed alike.",
        labels: ["reason"], values: "contracts/reasons.md", unit: "pauses",
        alert: "increase(rescind_breakers_opened_total[1h]) > 0"
    )
    package static let floods = MetricDefinition(
        "rescind_undecodable_floods_total", .counter,
        "Times most records of a partition were undecodable, and were taken slowly.", unit: "floods",
        alert: "increase(rescind_undecodable_floods_total[1h]) > 0"
    )
    package static let tombstones = MetricDefinition(
        "rescind_tombstones_total", .counter, "Records without a value, skipped.", unit: "records"
    )
    package static let outcomes = MetricDefinition(
        "rescind_outcomes_total", .counter, "Records settled, by their outcome.", labels: ["status", "reason"],
        values: "contracts/reasons.md", unit: "outcomes",
        alert: "increase(rescind_outcomes_total{status=\"unresolved\"}[15m]) > 0"
    )
    package static let graphRequests = MetricDefinition(
        "rescind_graph_requests_total", .counter, "Requests to Microsoft Graph that ended.",
        labels: ["cloud", "operation", "status"],
        values: "configured clouds; cancel, read, lookUp; HTTP status, or none without an answer",
        unit: "requests",
        alert: "sum(rate(rescind_graph_requests_total{status=\"429\"}[5m])) by (cloud) > 1"
    )
    package static let graphSeconds = MetricDefinition(
        "rescind_graph_request_seconds", .histogram, "Duration of requests to Microsoft Graph, answered or not.",
        labels: ["cloud", "operation"], values: "as above", unit: "seconds", buckets: requestBuckets,
        alert: "histogram_quantile(0.99, sum(rate(rescind_graph_request_seconds_bucket[5m])) by (le)) > 10"
    )
    package static let retryAfterCorrected = MetricDefinition(
        "rescind_retry_after_corrected_total", .counter,
        "Answers whose Retry-After was cut to the longest wait that is obeyed, or held something that cannot be read.",
        labels: ["cloud", "service", "fault"], values: "configured clouds; graph, entra; clamped, unreadable",
        unit: "answers", alert: "increase(rescind_retry_after_corrected_total[1h]) > 0"
    )
    package static let tokenRequests = MetricDefinition(
        "rescind_token_requests_total", .counter, "Requests for tokens to Entra that ended.",
        labels: ["cloud", "result"],
        values: "configured clouds; issued, refused, throttled, timeout and the other kinds of failure",
        unit: "requests",
        alert: "increase(rescind_token_requests_total{result=\"refused\"}[15m]) > 0"
    )
    package static let tokenSeconds = MetricDefinition(
        "rescind_token_lifetime_seconds", .gauge, "How long the cloud's token that expires first is still good for.",
        labels: ["cloud"], values: "configured clouds", unit: "seconds"
    )
    package static let inFlight = MetricDefinition(
        "rescind_commands_in_flight", .gauge, "Commands taken in that have no outcome yet, waiting ones included.",
        unit: "commands"
    )
    package static let staged = MetricDefinition(
        "rescind_commands_staged", .gauge, "Records read that the offset has not moved over yet.", unit: "commands"
    )
    package static let waiting = MetricDefinition(
        "rescind_commands_waiting", .gauge, "Commands that wait, by what they wait for.", labels: ["reason"],
        values: "runbook.md, What is it doing", unit: "commands"
    )
    package static let heldLanes = MetricDefinition(
        "rescind_lanes_held", .gauge,
        "Lanes of meetings and places of mailboxes that one command has held for longer than limits.heldAlarm.",
        unit: "lanes", alert: "min_over_time(rescind_lanes_held[15m]) > 0"
    )
    package static let heldSeconds = MetricDefinition(
        "rescind_lane_held_seconds", .gauge, "How long the longest of them has been held; 0 without one.",
        unit: "seconds"
    )
    package static let soonestMeeting = MetricDefinition(
        "rescind_soonest_meeting_seconds", .gauge,
        "Until the soonest known start of a meeting whose command waits, negative after it; absent without one.",
        unit: "seconds", alert: "min(rescind_soonest_meeting_seconds) < 600"
    )
    package static let transactions = MetricDefinition(
        "rescind_transactions_total", .counter, "Kafka transactions, by how they ended.", labels: ["result"],
        values: "committed, aborted, indefinite", unit: "transactions",
        alert: "rate(rescind_transactions_total{result!=\"committed\"}[10m]) > 0"
    )
    package static let transactionSeconds = MetricDefinition(
        "rescind_transaction_seconds", .histogram, "Duration of Kafka transactions from begin to answer.",
        unit: "seconds", buckets: requestBuckets
    )
    package static let assignedPartitions = MetricDefinition(
        "rescind_assigned_partitions", .gauge, "Partitions this worker owns.", unit: "partitions",
        alert: "sum(rescind_assigned_partitions) == 0"
    )
    package static let lagRecords = MetricDefinition(
        "rescind_lag_records", .gauge,
        "Records between the first uncommitted one and the partition's end, once one was read; a marker there counts as one.",
        labels: ["partition"], values: "numbers of the command topic's partitions", unit: "records",
        alert: "min_over_time(rescind_lag_records[15m]) > 1000"
    )
    package static let lagSeconds = MetricDefinition(
        "rescind_lag_seconds", .gauge,
        "Age of the oldest record read that the offset has not moved over; commands that wait in the ledger do not count.",
        labels: ["partition"], values: "as above", unit: "seconds", alert: "max(rescind_lag_seconds) > 900"
    )
    package static let commandSeconds = MetricDefinition(
        "rescind_command_seconds", .histogram, "Time from a command's Kafka timestamp to its outcome.",
        labels: ["status"], values: "statuses of outcomes", unit: "seconds",
        buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 21_600],
        alert: "histogram_quantile(0.95, sum(rate(rescind_command_seconds_bucket[10m])) by (le)) > 60"
    )
    package static let paused = MetricDefinition(
        "rescind_paused", .gauge, "Pauses in force by people's order (runbook.md, The kill switch).", labels: ["scope"],
        values: "everything, source, tenant", unit: "pauses", alert: "min_over_time(rescind_paused[24h]) > 0"
    )
    package static let pauseFileFault = MetricDefinition(
        "rescind_pause_file_unusable", .gauge,
        "1 while pauses.file cannot be used, so that nothing is paused or resumed any more; else 0.", unit: "files",
        alert: "max(rescind_pause_file_unusable) > 0"
    )
    package static let intakeRequests = MetricDefinition(
        "rescind_intake_requests_total", .counter, "Webhook requests answered.", labels: ["result"],
        values: "accepted, or the problem's code in webhook.md", unit: "requests",
        alert: "rate(rescind_intake_requests_total{result=\"unavailable\"}[5m]) > 0"
    )
    package static let overflow = MetricDefinition(
        "rescind_metrics_overflow_total", .counter,
        "Samples whose labels were replaced by other, since their metric has too many combinations.", unit: "samples",
        alert: "increase(rescind_metrics_overflow_total[1h]) > 0"
    )
    package static let clashes = MetricDefinition(
        "rescind_metrics_clashes_total", .counter,
        "Instruments dropped because their name is taken by another kind or other labels.", unit: "instruments"
    )

    private static let requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]

    package static let all = [
        records, forwarded, takenBack, breakers, floods, tombstones, outcomes, graphRequests, graphSeconds,
        retryAfterCorrected, tokenRequests, tokenSeconds, inFlight, staged, waiting, heldLanes, heldSeconds,
        soonestMeeting, transactions, transactionSeconds, assignedPartitions, lagRecords, lagSeconds, commandSeconds,
        paused, pauseFileFault, intakeRequests, overflow, clashes,
    ]
}
