import CLibrdkafka
package import Logging
import Synchronization

/// librdkafka's mock brokers inside this process: real sockets on loopback, everything in memory.
///
/// For demonstrations and wire-level tests. It proves no transactional promise: it throws transactional offsets away,
/// shows aborted records to `read_committed` readers, fences nobody, compacts nothing and keeps 5 MB a partition.
/// Clients must be closed before it.
package final class MockCluster: Sendable {
    /// `@unchecked Sendable`: librdkafka's mock functions are made for calls from any thread (they post to the mock's
    /// own thread), and the pointer is used only under the lock that also guards its destruction.
    private struct Cluster: @unchecked Sendable {
        let pointer: OpaquePointer
    }

    /// `host:port` list for clients, also of other processes on this machine; the ports are random.
    package let bootstrapServers: String
    private let host: KafkaHandle
    private let log: KafkaLog
    private let cluster: Mutex<Cluster?>

    /// Starts `brokers` brokers with ids from 1.
    package init(brokers: Int = 1, logger: Logger) throws(KafkaError) {
        let log = KafkaLog(logger: logger)
        let settings = try ClientSettings(
            // The host client connects to nothing, which it would warn about. The socket setting reaches the mock's
            // accepted connections, where delayed acknowledgements would cost 40 ms a request.
            base: ["socket.nagle.disable": "true", "log_level": "3"],
            connection: KafkaConnection(bootstrapServers: ""),
            invariants: [:]
        )
        let host = try KafkaHandle(.producer, settings: settings, callbacks: ClientCallbacks(log: log))
        // A signal handled on the mock's thread ends the whole cluster (its poll is interrupted), so the thread is
        // made with all of them blocked.
        let pointer = SignalMask.withAllBlocked { rd_kafka_mock_cluster_new(host.pointer, Int32(brokers)) }
        guard let pointer, let servers = rd_kafka_mock_cluster_bootstraps(pointer) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, reason: "the mock cluster did not start")
        }
        bootstrapServers = String(cString: servers)
        self.host = host
        self.log = log
        cluster = Mutex(Cluster(pointer: pointer))
    }

    /// How this process's clients reach the cluster.
    ///
    /// Without checksums: newer mocks (seen in 2.16) write transaction markers whose checksum is zero, and a
    /// consumer that checks would stop in front of the first one. Without librdkafka's
    /// warnings, which here are only about that setting and about requests the mock of 2.0.2 is too old for.
    package var connection: KafkaConnection {
        let settings = ["check.crcs": "false", "log_level": "3"]
        return KafkaConnection(bootstrapServers: bootstrapServers, settings: settings)
    }

    /// Creates `topic` with replication factor 1.
    package func createTopic(_ topic: String, partitions: Int) throws(KafkaError) {
        try check { rd_kafka_mock_topic_create($0, topic, Int32(partitions), 1) }
    }

    /// Answers every question about `topic` with `fault`; ``MockFault/none`` ends that.
    package func setError(_ fault: MockFault, of topic: String) throws(KafkaError) {
        try check { cluster in
            rd_kafka_mock_topic_set_error(cluster, topic, rd_kafka_resp_err_t(rawValue: fault.rawValue))
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    /// Takes the partition's leader away.
    package func removeLeader(of partition: TopicPartition) throws(KafkaError) {
        try check { rd_kafka_mock_partition_set_leader($0, partition.topic, partition.partition, -1) }
    }

    /// Closes all connections to the broker and accepts none until ``setBrokerUp(_:)``.
    package func setBrokerDown(_ broker: Int32 = 1) throws(KafkaError) {
        try check { rd_kafka_mock_broker_set_down($0, broker) }
    }

    package func setBrokerUp(_ broker: Int32 = 1) throws(KafkaError) {
        try check { rd_kafka_mock_broker_set_up($0, broker) }
    }

    /// The next requests of the kind are answered with these errors, one each, whichever client sends them.
    package func pushErrors(_ request: MockRequest, _ faults: [MockFault]) throws(KafkaError) {
        try check { cluster in
            let codes = faults.map { rd_kafka_resp_err_t(rawValue: $0.rawValue) }
            rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, codes.count, codes)
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    /// Takes back what ``pushErrors(_:_:)`` left.
    package func clearErrors(_ request: MockRequest) throws(KafkaError) {
        try check { cluster in
            rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    /// Ends the brokers; the data is gone. Takes up to a second.
    package func close() async {
        await DedicatedThread.run("kafka-mock-end") { [self] in destroy() }
    }

    deinit {
        // The host must outlive the mock cluster it serves; the closure holds both until they are gone.
        let remains = cluster.withLock { cluster in
            defer { cluster = nil }
            return cluster
        }
        guard let remains else { return }
        DedicatedThread.start("kafka-mock-end") { [host] in
            rd_kafka_mock_cluster_destroy(remains.pointer)
            _ = host.destroy(within: .seconds(10))
        }
    }

    private func destroy() {
        let remains = cluster.withLock { cluster in
            defer { cluster = nil }
            return cluster
        }
        guard let remains else { return }
        rd_kafka_mock_cluster_destroy(remains.pointer)
        if !host.destroy(within: .seconds(10)) { log.error("the mock cluster's host is left behind") }
    }

    private func check(_ body: (OpaquePointer) -> rd_kafka_resp_err_t) throws(KafkaError) {
        let code = cluster.withLock { $0.map { body($0.pointer) } }
        guard let code else { throw ClientFault.closed.error("the mock cluster is closed") }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { throw KafkaError(code) }
    }
}
