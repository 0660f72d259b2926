/// How to reach a Kafka cluster, shared by every client of a process.
///
/// Printing it shows the names of the settings and no value, since passwords and keys are among them.
package struct KafkaConnection: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Comma-separated `host:port` list.
    package var bootstrapServers: String
    /// librdkafka settings given by the operator: security, limits, tuning. What the clients' promises rest on
    /// (``ReservedSettings``) cannot be given here.
    package var settings: [String: String]
    /// Asked for tokens when `sasl.mechanism` is `OAUTHBEARER`, and needed then. Compared by identity.
    package var tokenProvider: (any KafkaTokenProvider)?

    package init(
        bootstrapServers: String,
        settings: [String: String] = [:],
        tokenProvider: (any KafkaTokenProvider)? = nil
    ) {
        self.bootstrapServers = bootstrapServers
        self.settings = settings
        self.tokenProvider = tokenProvider
    }

    /// Checks names and values without connecting, so that a configuration can be refused at start-up.
    ///
    /// The error names the setting, never its value. What only several settings together show, and a missing
    /// certificate file, is found when a client is made.
    package func check() throws(KafkaError) {
        try ClientSettings(base: [:], connection: self, invariants: [:]).check()
    }

    package static func == (one: KafkaConnection, other: KafkaConnection) -> Bool {
        one.bootstrapServers == other.bootstrapServers && one.settings == other.settings
            && one.tokenProvider === other.tokenProvider
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(bootstrapServers)
        hasher.combine(settings)
        hasher.combine(tokenProvider.map { ObjectIdentifier($0) })
    }

    package var description: String {
        "KafkaConnection(\(bootstrapServers), settings: \(settings.keys.sorted().joined(separator: ", ")))"
    }
    package var debugDescription: String { description }
}

extension KafkaConnection: CustomReflectable {
    /// For `dump`, and for types that contain a connection and are printed.
    package var customMirror: Mirror {
        Mirror(self, children: ["bootstrapServers": bootstrapServers, "settings": settings.keys.sorted()])
    }
}
