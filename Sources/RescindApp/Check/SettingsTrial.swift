import KafkaClient

/// Makes a client of the Kafka settings, which opens the certificates and keys they name, and lets it ask nobody: it knows no
/// broker and gets no token.
enum SettingsTrial {
    private final class NoTokens: KafkaTokenProvider {
        func token() async throws(KafkaTokenFailure) -> KafkaToken { throw KafkaTokenFailure(reason: "a trial") }
    }

    static func result(_ kafka: RescindConfiguration.Kafka) async -> CheckResult {
        let check = "kafka settings"
        var connection = kafka.connection
        connection.bootstrapServers = ""
        if connection.tokenProvider != nil { connection.tokenProvider = NoTokens() }
        do throws(KafkaError) {
            let client = try KafkaAdministration(connection: connection, logger: KafkaInspection.logger)
            await client.close()
            return CheckResult(check, .ok, found: "a client can be made")
        } catch {
            return CheckResult(
                check, .failed, found: ConfigurationFile.withoutValues(error, kafka), expected: "a client can be made",
                remedy: "correct kafka.settings, and the files it names (docs/kafka-security.md)"
            )
        }
    }
}
