import CLibrdkafka

/// The client of a ``KafkaAdministration`` and the calls on it, which block up to their bounds.
///
/// `@unchecked Sendable`: it is made before its thread starts and touched only by that ``SerialThread``'s jobs
/// afterwards, one at a time.
final class AdministrationSession: @unchecked Sendable {
    private let handle: KafkaHandle
    private let log: KafkaLog
    private let failures: ConnectionFailures

    init(connection: KafkaConnection, log: KafkaLog) throws(KafkaError) {
        let settings = try ClientSettings(
            base: ["socket.nagle.disable": "true"],
            connection: connection,
            invariants: [:]
        )
        // A consumer without a group, because metadata that a producer asks for lets brokers create the topic. Errors
        // come as events: they are kept as the reason of the next time-out.
        handle = try KafkaHandle(
            .consumer, settings: settings, events: RD_KAFKA_EVENT_ERROR, callbacks: ClientCallbacks(log: log))
        self.log = log
        failures = ConnectionFailures(of: handle.pointer)
    }

    private var client: OpaquePointer { handle.pointer }

    func idle() {
        failures.collect()
    }

    func destroy() {
        failures.close()
        if !handle.destroy(within: .seconds(10)) {
            log.error("the administration client could not be destroyed in time and is left behind")
        }
    }

    // MARK: Metadata

    func cluster(within timeout: Duration) throws(KafkaError) -> ClusterDescription {
        let brokers = try withMetadata(of: nil, within: timeout) { metadata in
            UnsafeBufferPointer(start: metadata.brokers, count: Int(metadata.broker_cnt)).map { broker in
                ClusterDescription.Broker(id: broker.id, host: String(cString: broker.host), port: Int(broker.port))
            }
        }
        // Both are known from the metadata that has just come, so neither may wait.
        let controller = rd_kafka_controllerid(client, 0)
        let cluster = rd_kafka_clusterid(client, 0)
        defer { if let cluster { rd_kafka_mem_free(client, cluster) } }
        return ClusterDescription(
            brokers: brokers.sorted { $0.id < $1.id },
            controllerID: controller < 0 ? nil : controller,
            clusterID: cluster.map { String(cString: $0) }
        )
    }

    /// A topic that does not exist is an answer, of no partitions.
    func describe(_ topic: String, within timeout: Duration) throws(KafkaError) -> BrokerAnswer<TopicDescription> {
        guard let handle = rd_kafka_topic_new(client, topic, nil) else {
            return .refused(KafkaError(rd_kafka_last_error(), reason: "\(topic) cannot be a topic's name"))
        }
        defer { rd_kafka_topic_destroy(handle) }
        return try withMetadata(of: handle, within: timeout) { metadata in
            let found = UnsafeBufferPointer(start: metadata.topics, count: Int(metadata.topic_cnt))
            guard let entry = found.first(where: { String(cString: $0.topic) == topic }) else {
                return .answered(
                    TopicDescription(name: topic, partitionCount: 0, replicationFactor: 0, hasLeaders: false))
            }
            return Self.description(of: entry, named: topic)
        }
    }

    private static func description(
        of entry: rd_kafka_metadata_topic,
        named name: String
    ) -> BrokerAnswer<TopicDescription> {
        switch entry.err {
        // The second: partitions without a leader are told one by one.
        case RD_KAFKA_RESP_ERR_NO_ERROR, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
            let partitions = UnsafeBufferPointer(start: entry.partitions, count: Int(entry.partition_cnt))
            return .answered(
                TopicDescription(
                    name: name,
                    partitionCount: entry.partition_cnt,
                    replicationFactor: partitions.first { $0.id == 0 }.map { Int($0.replica_cnt) } ?? 0,
                    hasLeaders: !partitions.isEmpty && partitions.allSatisfy { $0.leader >= 0 }
                )
            )
        default: return .failed(KafkaError(entry.err))
        }
    }

    private func withMetadata<Value>(
        of topic: OpaquePointer?,
        within timeout: Duration,
        _ body: (rd_kafka_metadata) -> Value
    ) throws(KafkaError) -> Value {
        failures.forget()
        var metadata: UnsafePointer<rd_kafka_metadata>?
        let code = rd_kafka_metadata(client, 0, topic, &metadata, timeout.milliseconds)
        defer { if let metadata { rd_kafka_metadata_destroy(metadata) } }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata else { throw failures.reason(of: KafkaError(code)) }
        return body(metadata.pointee)
    }

    // MARK: Requests

    func configuration(
        of topics: [String],
        names: Set<String>,
        within timeout: Duration
    ) throws(KafkaError) -> [String: BrokerAnswer<[String: String]>] {
        var resources: [OpaquePointer?] = topics.map { rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, $0) }
        defer { rd_kafka_ConfigResource_destroy_array(&resources, resources.count) }
        return try request(.describeConfigurations, within: timeout) { options, queue in
            rd_kafka_DescribeConfigs(client, &resources, resources.count, options, queue)
        } answer: { event in
            var count = 0
            let found = rd_kafka_DescribeConfigs_result_resources(event, &count)
            return AdministrationResults.configurations(UnsafeBufferPointer(start: found, count: count), names: names)
        }
    }

    func create(_ topics: [TopicSpecification], within timeout: Duration) throws(KafkaError) -> [String: TopicCreation]
    {
        let (wishes, refusals) = AdministrationResults.wishes(for: topics)
        var pointers: [OpaquePointer?] = wishes
        defer { rd_kafka_NewTopic_destroy_array(&pointers, pointers.count) }
        guard !wishes.isEmpty else { return refusals }
        let answers = try request(.createTopics, within: timeout) { options, queue in
            rd_kafka_CreateTopics(client, &pointers, pointers.count, options, queue)
        } answer: { event in
            var count = 0
            let found = rd_kafka_CreateTopics_result_topics(event, &count)
            return AdministrationResults.creations(UnsafeBufferPointer(start: found, count: count))
        }
        return refusals.merging(answers) { refusal, _ in refusal }
    }

    private enum Request {
        case describeConfigurations, createTopics

        var kind: rd_kafka_admin_op_t {
            self == .createTopics ? RD_KAFKA_ADMIN_OP_CREATETOPICS : RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS
        }
    }

    /// Sends a request and waits for the one event that answers it.
    private func request<Value>(
        _ request: Request,
        within timeout: Duration,
        send: (_ options: OpaquePointer?, _ queue: OpaquePointer?) -> Void,
        answer: (OpaquePointer) -> Value
    ) throws(KafkaError) -> Value {
        failures.forget()
        let options = rd_kafka_AdminOptions_new(client, request.kind)
        let queue = rd_kafka_queue_new(client)
        defer {
            rd_kafka_queue_destroy(queue)
            rd_kafka_AdminOptions_destroy(options)
        }
        rd_kafka_AdminOptions_set_request_timeout(options, timeout.milliseconds, nil, 0)
        if request == .createTopics {
            // How long the broker itself waits until the topic is known everywhere.
            rd_kafka_AdminOptions_set_operation_timeout(options, timeout.milliseconds, nil, 0)
        }
        send(options, queue)
        // librdkafka gives its own time-out as an event; the second is for the case that it does not.
        guard let event = rd_kafka_queue_poll(queue, (timeout + .seconds(1)).milliseconds) else {
            throw failures.reason(of: KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT))
        }
        defer { rd_kafka_event_destroy(event) }
        let code = rd_kafka_event_error(event)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            let reason = rd_kafka_event_error_string(event).map { String(cString: $0) }
            throw failures.reason(of: KafkaError(code, reason: reason))
        }
        return answer(event)
    }
}
