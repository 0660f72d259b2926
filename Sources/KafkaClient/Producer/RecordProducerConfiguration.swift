/// How a ``RecordProducer`` behaves.
package struct RecordProducerConfiguration: Sendable {
    package var connection: KafkaConnection
    /// A record that is not acknowledged after so long fails.
    package var deliveryTimeout: Duration = .seconds(10)
    /// How long ``RecordProducer/close()`` waits for what is under way, and then for the client to end.
    package var closeTimeout: Duration = .seconds(10)

    package init(connection: KafkaConnection) {
        self.connection = connection
    }

    func settings() throws(KafkaError) -> ClientSettings {
        try ClientSettings(
            base: [
                "linger.ms": "1",
                "compression.type": "lz4",
                "socket.nagle.disable": "true",
                "socket.keepalive.enable": "true",
            ],
            connection: connection,
            invariants: [
                "enable.idempotence": "true",
                "acks": "all",
                // As Java's default partitioner, so that a key means the same partition to every client.
                "partitioner": "murmur2_random",
                "message.timeout.ms": "\(deliveryTimeout.milliseconds)",
                "log.queue": "true",
            ]
        )
    }
}
