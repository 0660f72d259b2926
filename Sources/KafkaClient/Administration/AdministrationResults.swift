import CLibrdkafka

/// Translates what the administration requests take and give.
enum AdministrationResults {
    /// The list librdkafka takes, which the caller owns, and what it refuses before any broker is asked.
    static func wishes(for topics: [TopicSpecification]) -> ([OpaquePointer], [String: TopicCreation]) {
        var wishes: [OpaquePointer] = []
        var refusals: [String: TopicCreation] = [:]
        for topic in topics {
            var text = [CChar](repeating: 0, count: 256)
            let factor = Int32(topic.replicationFactor)
            guard let wish = rd_kafka_NewTopic_new(topic.name, topic.partitions, factor, &text, text.count) else {
                let reason = text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
                refusals[topic.name] = .refused(KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, reason: reason))
                continue
            }
            for (name, value) in topic.configuration {
                rd_kafka_NewTopic_set_config(wish, name, value)
            }
            wishes.append(wish)
        }
        return (wishes, refusals)
    }

    static func creations(_ results: UnsafeBufferPointer<OpaquePointer?>) -> [String: TopicCreation] {
        var creations: [String: TopicCreation] = [:]
        for case let result? in results {
            let name = String(cString: rd_kafka_topic_result_name(result))
            let reason = rd_kafka_topic_result_error_string(result).map { String(cString: $0) }
            creations[name] = TopicCreation(error(rd_kafka_topic_result_error(result), reason))
        }
        return creations
    }

    static func configurations(
        _ resources: UnsafeBufferPointer<OpaquePointer?>,
        names: Set<String>
    ) -> [String: BrokerAnswer<[String: String]>] {
        var configurations: [String: BrokerAnswer<[String: String]>] = [:]
        for case let resource? in resources {
            let name = String(cString: rd_kafka_ConfigResource_name(resource))
            let reason = rd_kafka_ConfigResource_error_string(resource).map { String(cString: $0) }
            let error = error(rd_kafka_ConfigResource_error(resource), reason)
            configurations[name] = error.map { .failed($0) } ?? .answered(values(of: resource, names: names))
        }
        return configurations
    }

    /// Sensitive values come as null and are left out.
    private static func values(of resource: OpaquePointer, names: Set<String>) -> [String: String] {
        var count = 0
        let entries = rd_kafka_ConfigResource_configs(resource, &count)
        var values: [String: String] = [:]
        for case let entry? in UnsafeBufferPointer(start: entries, count: count) {
            let name = String(cString: rd_kafka_ConfigEntry_name(entry))
            guard names.contains(name), let value = rd_kafka_ConfigEntry_value(entry) else { continue }
            values[name] = String(cString: value)
        }
        return values
    }

    private static func error(_ code: rd_kafka_resp_err_t, _ reason: String?) -> KafkaError? {
        code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(code, reason: reason)
    }
}
