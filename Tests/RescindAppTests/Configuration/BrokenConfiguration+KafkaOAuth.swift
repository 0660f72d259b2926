extension BrokenConfiguration {
    /// `kafka.oauth` alone and together with the settings that choose the mechanism.
    static let kafkaOAuth: [BrokenConfiguration] = [
        oauth("kafka.oauth.tokenEndpoint", "clientId: c, clientSecretFile: lab/secrets/global"),
        oauth("kafka.oauth.tokenEndpoint", "\(rest), tokenEndpoint: \"\(canary)\""),
        oauth("kafka.oauth.tokenEndpoint", "\(rest), tokenEndpoint: \"http://\(canary).example/token\""),
        oauth("kafka.oauth.clientId", "\(endpoint), clientSecretFile: lab/secrets/global"),
        oauth("kafka.oauth.clientSecretFile", "\(endpoint), clientId: c"),
        oauth("kafka.oauth.clientSecretFile", "\(endpoint), clientId: c, clientSecretFile: \(canary)"),
        oauth("kafka.oauth.secret", "\(endpoint), \(rest), secret: \(canary)"),
        oauth("kafka.oauth.extensions", "\(endpoint), \(rest), extensions: \(canary)"),
        oauth("kafka.oauth", "\(endpoint), \(rest)", settings: "security.protocol: SASL_SSL, sasl.mechanism: PLAIN"),
        oauth("kafka.oauth", "\(endpoint), \(rest)", settings: "sasl.mechanism: OAUTHBEARER"),
        .init("kafka.oauth", .kafka, "kafka:\n  bootstrap: b\n  settings: { \(bearer) } "),
        .init("kafka.oauth", .kafka, "kafka:\n  bootstrap: b\n  oauth: [\(canary)] # here"),
    ]

    /// A token on its way to a broker elsewhere, readable. Of more than one broker all must be this machine.
    static let readableTokens: [BrokenConfiguration] =
        ["kafka.example.com:9092", "localhost:1,\(canary):1"].flatMap { brokers in
            ["", "sasl.oauthbearer.method: oidc, "].map { method in
                BrokenConfiguration(
                    "kafka.settings.security.protocol", .kafka,
                    "kafka:\n  bootstrap: \"\(brokers)\"\n"
                        + "  settings: { \(method)security.protocol: sasl_plaintext, sasl.mechanism: OAUTHBEARER } # here\n"
                        + (method.isEmpty ? "  oauth: { \(endpoint), \(rest) }" : "")
                )
            }
        }

    /// Right: the same towards this machine.
    static let readableOnThisMachine =
        "kafka:\n  bootstrap: \"localhost:1,[::1]:1\"\n"
        + "  settings: { security.protocol: SASL_PLAINTEXT, sasl.mechanism: OAUTHBEARER }\n  oauth: { \(endpoint), \(rest) }"

    private static let endpoint = "tokenEndpoint: \"https://login.example/token\""
    private static let rest = "clientId: c, clientSecretFile: lab/secrets/global"
    private static let bearer = "security.protocol: SASL_SSL, sasl.mechanism: OAUTHBEARER"

    private static func oauth(_ key: String, _ oauth: String, settings: String = bearer) -> BrokenConfiguration {
        BrokenConfiguration(
            key, .kafka, "kafka:\n  bootstrap: b\n  settings: { \(settings) }\n  oauth: { \(oauth) } # here")
    }
}
