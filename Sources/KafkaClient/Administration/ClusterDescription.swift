/// The brokers of a cluster, as one of them lists them.
package struct ClusterDescription: Hashable, Sendable {
    package struct Broker: Hashable, Sendable {
        package let id: Int32
        package let host: String
        package let port: Int
    }

    /// In the order of their ids. librdkafka tells no broker's version.
    package let brokers: [Broker]
    package let controllerID: Int32?
    /// Nil when the broker does not tell (before Kafka 0.10.1, the mock of older librdkafka).
    package let clusterID: String?
}
