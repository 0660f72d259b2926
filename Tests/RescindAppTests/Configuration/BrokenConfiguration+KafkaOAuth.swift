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

    private static let endpoint = "tokenEndpoint: \"https://login.example/token\""
    private static let rest = "clientId: c, clientSecretFile: lab/secrets/global"
    private static let bearer = "security.protocol: SASL_SSL, sasl.mechanism: OAUTHBEARER"

    private static func oauth(_ key: String, _ oauth: String, settings: String = bearer) -> BrokenConfiguration {
        BrokenConfiguration(
            key, .kafka, "kafka:\n  bootstrap: b\n  settings: { \(settings) }\n  oauth: { \(oauth) } # here")
    }
}
