extension BrokenConfiguration {
    /// Each scalar of the three flat sections with every kind of wrong value.
    static let scalars: [BrokenConfiguration] = integers + durations + others

    private static let notScalars = ["[\(canary)]", "{ a: \(canary) }", "", "~", "null", "\"\""]

    private static let integers: [BrokenConfiguration] = [
        ("concurrency", ["0", "1001", "-1"]), ("mailboxConcurrency", ["0", "5"]),
        ("mailboxCancelsPerMinute", ["0", "10001"]), ("mailboxRequestsPerTenMinutes", ["9", "10001"]),
        ("requestsPerSecond", ["0", "13001"]), ("stagedRecords", ["0", "1000001"]),
        ("stagedBytes", ["1048575", "4294967297"]), ("batchRecords", ["0", "10001"]),
        ("settledCommands", ["999", "50000001"]), ("openCommands", ["0", "1000001"]),
        ("openBytes", ["1048575", "4294967297"]), ("commandBytes", ["1023", "786433"]),
        ("commentCharacters", ["-1", "100001"]), ("tries", ["0", "11"]),
    ].flatMap { name, outside in
        broken(.limits, name, outside + ["1.5", "0x10", "1e3", "99999999999999999999", "\(canary)"] + notScalars)
    }

    private static let durations: [BrokenConfiguration] = [
        ("defaultDeadline", ["999ms", "721h"]), ("drain", ["99ms", "61s"]), ("backoffBase", ["0ms", "61s"]),
        ("backoffCap", ["0s", "11m"]), ("longestWait", ["0s", "86401s"]), ("visibilityAllowance", ["0ms", "11m"]),
        ("idempotencyWindow", ["59m", "23h", "91d", "2161h"]), ("restoreAlarm", ["999ms", "61m"]),
        ("requestLease", ["999ms", "61s"]), ("heldAlarm", ["999ms", "25h"]), ("signatureTolerance", ["999ms", "25h"]),
    ].flatMap { name, outside in
        broken(
            .limits, name,
            outside + ["5", "5 s", "-5s", "1.5s", "s", "5w", "5S", "٣s", "9999999999s", "\(canary)"] + notScalars
        )
    }

    private static let others: [BrokenConfiguration] =
        broken(.graph, "connectTimeout", ["9ms", "61s", "5", canary] + notScalars)
        + broken(.graph, "requestTimeout", ["19ms", "301s", "30", canary, "5s", "4s"] + notScalars)
        + broken(.management, "port", ["-1", "65536", "http", canary] + notScalars)
        + broken(.management, "host", notScalars)
        + broken(.pauses, "reread", ["99ms", "61s", "2", canary] + notScalars)
        + broken(.pauses, "file", notScalars)
        + broken(.kafka, "slot", ["-1", "10000", "hostName", "$HOSTNAME", canary] + notScalars)
        + broken(.kafka, "plainOffsetCommits", ["yes", "True", "1", canary] + notScalars)
        + broken(.kafka, "groupId", notScalars)

    private static func broken(
        _ section: ConfigurationText.Section, _ name: String, _ values: [String]
    ) -> [BrokenConfiguration] {
        values.map { value in
            let required = section == .kafka ? "  bootstrap: localhost:9092\n" : ""
            return BrokenConfiguration(
                "\(section.rawValue).\(name)", section,
                "\(section.rawValue):\n\(required)  \(name): \(value) \(ConfigurationText.mark)"
            )
        }
    }
}
