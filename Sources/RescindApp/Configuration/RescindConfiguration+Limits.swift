import CommandPipeline
import HTTPService
import MeetingCancellation
import MicrosoftGraph

extension RescindConfiguration {
    mutating func readLimits(_ mapping: ConfigurationNode) throws(ConfigurationError) {
        var node = mapping
        try readLanes(&node)
        limits.stagedRecords = try node.integer("stagedRecords", in: 1...1_000_000, default: limits.stagedRecords)
        limits.partitionRecords = try node.integer(
            "partitionRecords", in: 1...1_000_000, default: limits.partitionRecords
        )
        limits.stagedBytes = try node.integer("stagedBytes", in: 1_048_576...4_294_967_296, default: limits.stagedBytes)
        limits.batchRecords = try node.integer("batchRecords", in: 1...10_000, default: limits.batchRecords)
        limits.commandBytes = try node.integer("commandBytes", in: 1024...786_432, default: limits.commandBytes)
        commentCharacters = try node.integer("commentCharacters", in: 0...100_000, default: commentCharacters)
        signatureTolerance = try node.duration(
            "signatureTolerance", in: .seconds(1)...(.seconds(24 * 3600)), default: signatureTolerance
        )
        limits.defaultDeadline = try node.duration(
            "defaultDeadline", in: .seconds(1)...(.seconds(720 * 3600)), default: limits.defaultDeadline
        )
        try readLedger(&node)
        try readHolding(&node)
        limits.drain = try node.duration("drain", in: .milliseconds(100)...(.seconds(60)), default: limits.drain)
        limits.attempt.tries = try node.integer("tries", in: 1...10, default: limits.attempt.tries)
        limits.attempt.backoffBase = try node.duration(
            "backoffBase", in: .milliseconds(1)...(.seconds(60)), default: limits.attempt.backoffBase
        )
        limits.attempt.backoffCap = try node.duration(
            "backoffCap", in: .milliseconds(1)...(.seconds(600)), default: limits.attempt.backoffCap
        )
        limits.attempt.longestWait = try node.duration(
            "longestWait", in: .seconds(1)...(.seconds(86_400)), default: limits.attempt.longestWait
        )
        limits.attempt.visibilityAllowance = try node.duration(
            "visibilityAllowance", in: .milliseconds(1)...(.seconds(600)), default: limits.attempt.visibilityAllowance
        )
        limits.attempt.requestLease = try node.duration(
            "requestLease", in: .seconds(1)...(.seconds(60)), default: limits.attempt.requestLease
        )
        try node.finish()
    }

    /// What a partition remembers, and how long.
    private mutating func readLedger(_ node: inout ConfigurationNode) throws(ConfigurationError) {
        let hour: Duration = .seconds(3600)
        limits.idempotencyWindow = try node.duration(
            "idempotencyWindow", in: hour...(hour * 24 * 90), default: limits.idempotencyWindow
        )
        guard limits.defaultDeadline <= limits.idempotencyWindow else {
            throw node.error(
                "idempotencyWindow", "must not be shorter than defaultDeadline: an older command is refused (expired)"
            )
        }
        limits.settledCommands = try node.integer(
            "settledCommands", in: 1000...50_000_000, default: limits.settledCommands
        )
        limits.openCommands = try node.integer("openCommands", in: 1...1_000_000, default: limits.openCommands)
        limits.openBytes = try node.integer("openBytes", in: 1_048_576...4_294_967_296, default: limits.openBytes)
        limits.acceptsLedgerGap = try node.flag("acceptLedgerGap", default: limits.acceptsLedgerGap)
        limits.restoreAlarm = try node.duration("restoreAlarm", in: .seconds(1)...hour, default: limits.restoreAlarm)
    }

    /// What waits by somebody's wish, or because it would fail like all before it.
    private mutating func readHolding(_ node: inout ConfigurationNode) throws(ConfigurationError) {
        let day: Duration = .seconds(24 * 3600)
        limits.longestHold = try node.duration("longestHold", in: .zero...(day * 366), default: limits.longestHold)
        limits.withdrawWindow = try node.duration(
            "withdrawWindow", in: .zero...(.seconds(3600)), default: limits.withdrawWindow
        )
        limits.undecodablePerMinute = try node.integer(
            "undecodablePerMinute", in: 1...1_000_000, default: limits.undecodablePerMinute
        )
        limits.breaker.failures = try node.integer("breakerFailures", in: 2...1000, default: limits.breaker.failures)
        limits.breaker.recent = 2 * limits.breaker.failures
        limits.breaker.pause = try node.duration(
            "breakerPause", in: .seconds(1)...(.seconds(3600)), default: limits.breaker.pause
        )
        limits.breaker.longestPause = try node.duration(
            "breakerLongestPause", in: .seconds(1)...day, default: limits.breaker.longestPause
        )
        guard limits.breaker.pause <= limits.breaker.longestPause else {
            throw node.error("breakerLongestPause", "must not be shorter than breakerPause")
        }
    }

    mutating func readGraph(_ mapping: ConfigurationNode) throws(ConfigurationError) {
        var node = mapping
        timeouts.connect = try node.duration(
            "connectTimeout", in: .milliseconds(10)...(.seconds(60)), default: timeouts.connect
        )
        timeouts.total = try node.duration(
            "requestTimeout", in: .milliseconds(20)...(.seconds(300)), default: timeouts.total
        )
        // A timeout before a connection exists would otherwise pass for a request that may have been sent.
        guard timeouts.total > timeouts.connect else {
            throw node.error("requestTimeout", "must be longer than connectTimeout")
        }
        limits.attempt.requestBound = timeouts.total
        try node.finish()
    }

    mutating func readIntake(_ mapping: ConfigurationNode) throws(ConfigurationError) {
        var node = mapping
        intake.host = try node.text("host") ?? intake.host
        intake.port = try node.integer("port", in: 0...65_535, default: intake.port)
        intake.bodyBytes = try node.integer("bodyBytes", in: 65_536...1_048_576, default: intake.bodyBytes)
        intake.connections = try node.integer("connections", in: 1...65_536, default: intake.connections)
        let span: ClosedRange<Duration> = .milliseconds(100)...(.seconds(300))
        intake.idleTimeout = try node.duration("idleTimeout", in: span, default: intake.idleTimeout)
        intake.bodyTimeout = try node.duration("bodyTimeout", in: span, default: intake.bodyTimeout)
        let tolerance = try node.integer("timestampTolerance", in: 1...3600, default: Int(intake.timestampTolerance))
        intake.timestampTolerance = Int64(tolerance)
        intake.commandBytes = limits.commandBytes
        try node.finish()
    }

    mutating func readManagement(_ mapping: ConfigurationNode) throws(ConfigurationError) {
        var node = mapping
        management.host = try node.text("host") ?? management.host
        management.port = try node.integer("port", in: 0...65_535, default: management.port)
        try node.finish()
    }

    private mutating func readLanes(_ node: inout ConfigurationNode) throws(ConfigurationError) {
        var lanes = limits.lanes
        lanes.concurrency = try node.integer("concurrency", in: 1...1000, default: lanes.concurrency)
        lanes.inFlightPerMailbox = try node.integer(
            "mailboxConcurrency", in: 1...4, default: lanes.inFlightPerMailbox
        )
        lanes.cancelsPerMinute = try node.integer(
            "mailboxCancelsPerMinute", in: 1...10_000, default: lanes.cancelsPerMinute
        )
        lanes.requestsPerTenMinutes = try node.integer(
            "mailboxRequestsPerTenMinutes", in: 10...10_000, default: lanes.requestsPerTenMinutes
        )
        lanes.requestsPerSecond = try node.integer(
            "requestsPerSecond", in: 1...13_000, default: lanes.requestsPerSecond
        )
        lanes.heldAlarm = try node.duration(
            "heldAlarm", in: .seconds(1)...(.seconds(24 * 3600)), default: lanes.heldAlarm
        )
        limits.lanes = lanes
    }
}
