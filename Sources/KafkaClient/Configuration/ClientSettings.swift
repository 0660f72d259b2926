import CLibrdkafka

/// The librdkafka settings of one client: our tunable defaults, then the operator's, then what nobody may override.
struct ClientSettings: Sendable {
    struct Setting: Hashable, Sendable {
        let name: String
        let value: String
    }

    typealias Pairs = KeyValuePairs<String, String>

    /// In the order they are applied; a later one of the same name wins.
    let entries: [Setting]
    let tokenProvider: (any KafkaTokenProvider)?

    /// - Throws: ``ClientFault/settingReserved`` when the operator gave a setting that is ours.
    init(base: Pairs, connection: KafkaConnection, invariants: Pairs) throws(KafkaError) {
        let given = connection.settings.sorted { $0.key < $1.key }
        if let reserved = given.first(where: { ReservedSettings.names.contains($0.key) }) {
            throw ClientFault.settingReserved.error("setting \(reserved.key) is fixed by this program")
        }
        entries =
            base.map { Setting(name: $0.key, value: $0.value) }
            + given.map { Setting(name: $0.key, value: $0.value) }
            + [Setting(name: "bootstrap.servers", value: connection.bootstrapServers)]
            + invariants.map { Setting(name: $0.key, value: $0.value) }
        tokenProvider = connection.tokenProvider
    }

    private init(entries: [Setting], tokenProvider: (any KafkaTokenProvider)?) {
        self.entries = entries
        self.tokenProvider = tokenProvider
    }

    /// The same settings and one more invariant.
    func adding(_ name: String, _ value: String) -> ClientSettings {
        ClientSettings(entries: entries + [Setting(name: name, value: value)], tokenProvider: tokenProvider)
    }

    /// Tries every setting on a configuration that is thrown away.
    func check() throws(KafkaError) {
        rd_kafka_conf_destroy(try makeConfiguration())
    }

    /// A configuration object with every setting applied; the caller owns it.
    ///
    /// librdkafka's error text is not passed on because it quotes the value, which may be a secret.
    /// - Throws: ``ClientFault/settingUnknown`` or ``ClientFault/settingInvalid``, naming the setting.
    func makeConfiguration() throws(KafkaError) -> OpaquePointer {
        guard let configuration = rd_kafka_conf_new() else {
            throw KafkaError(RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE)
        }
        for entry in entries {
            let result = rd_kafka_conf_set(configuration, entry.name, entry.value, nil, 0)
            guard result != RD_KAFKA_CONF_OK else { continue }
            rd_kafka_conf_destroy(configuration)
            throw result == RD_KAFKA_CONF_UNKNOWN
                ? ClientFault.settingUnknown.error("librdkafka knows no setting \(entry.name)")
                : ClientFault.settingInvalid.error("librdkafka refuses the value of setting \(entry.name)")
        }
        return configuration
    }

    /// Why librdkafka made no client of settings that it had accepted one by one.
    ///
    /// Its `text` may quote a value, so only the settings it mentions are taken from it.
    func refusal(_ code: rd_kafka_resp_err_t, saying text: String) -> KafkaError {
        let words = Set(text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_")) })
        let named = Set(entries.map(\.name)).filter { words.contains(Substring($0)) }.sorted()
        guard !named.isEmpty else {
            return KafkaError(code, reason: "librdkafka makes no client of these settings")
        }
        let names = named.joined(separator: ", ")
        let isMissing = text.contains("No such file")
        return ClientFault.settingInvalid.error(
            isMissing ? "the file of setting \(names) does not exist" : "librdkafka cannot use setting \(names)"
        )
    }
}
