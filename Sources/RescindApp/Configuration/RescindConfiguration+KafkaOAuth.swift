import KafkaClient
import MicrosoftGraph

extension RescindConfiguration {
    /// Reads `kafka.oauth`.
    /// - Parameters:
    ///   - kafka: its mapping; errors of the combination with `settings` name `kafka.oauth`.
    ///   - connection: its settings choose the mechanism and the transport.
    /// - Returns: nil when the mechanism needs no tokens of ours.
    static func tokens(
        _ kafka: inout ConfigurationNode, for connection: KafkaConnection, secrets folder: String
    ) throws(ConfigurationError) -> (any KafkaTokenProvider)? {
        let tokens = try tokens(kafka.mapping("oauth"), folder)
        let settings = connection.settings
        func value(_ name: String) -> String { settings[name]?.lowercased() ?? "" }
        let transport = value("security.protocol")
        let usesTokens =
            [value("sasl.mechanism"), value("sasl.mechanisms")].contains("oauthbearer") && transport.hasPrefix("sasl")
        // Whoever reads a token on the way has the worker's rights until it expires (RFC 6750 §5.3 demands TLS).
        if usesTokens, transport != "sasl_ssl", !Loopback.isOnly(in: connection.bootstrapServers) {
            let rule =
                "must be SASL_SSL with sasl.mechanism OAUTHBEARER, which sends the token readable: SASL_PLAINTEXT is for "
                + "brokers on this machine only (docs/kafka-security.md)"
            throw try kafka.mapping("settings").error("security.protocol", rule)
        }
        let findsItsOwn =
            value("sasl.oauthbearer.method") == "oidc" || value("enable.sasl.oauthbearer.unsecure.jwt") == "true"
        if tokens == nil, usesTokens, !findsItsOwn {
            throw kafka.error("oauth", "is required with sasl.mechanism OAUTHBEARER (docs/kafka-security.md)")
        }
        if tokens != nil, !usesTokens || findsItsOwn {
            let rule =
                "needs security.protocol SASL_SSL and sasl.mechanism OAUTHBEARER under settings, and no token method"
            throw kafka.error("oauth", rule)
        }
        return tokens
    }

    private static func tokens(
        _ mapping: ConfigurationNode, _ folder: String
    ) throws(ConfigurationError) -> ClientCredentialsTokens? {
        var node = mapping
        let address = try node.text("tokenEndpoint")
        let clientID = try node.text("clientId")
        let path = try node.text("clientSecretFile")
        let scope = try node.text("scope")
        let extensions = try node.pairs("extensions")
        try node.finish()
        guard address != nil || clientID != nil || path != nil || scope != nil || !extensions.isEmpty else {
            return nil
        }
        guard let address else { throw node.error("tokenEndpoint", "is required") }
        guard let clientID else { throw node.error("clientId", "is required") }
        guard let path else { throw node.error("clientSecretFile", "is required") }
        let secret = SecretFile(path: path, relativeTo: folder)
        do { _ = try secret.read() } catch { throw node.error("clientSecretFile", error.rule) }
        let endpoint: TokenEndpoint
        do { endpoint = try TokenEndpoint(address) } catch { throw node.error("tokenEndpoint", error.description) }
        let grant = ClientCredentialsGrant(endpoint: endpoint, clientID: clientID, scope: scope) { try secret.read() }
        return ClientCredentialsTokens(grant: grant, principal: clientID, extensions: extensions)
    }
}
