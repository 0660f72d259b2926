/// How a ``TransactionalProducer`` behaves.
package struct TransactionalProducerConfiguration: Sendable {
    package var connection: KafkaConnection
    /// Stable per replica slot: a restart then ends its predecessor's open transaction at once instead of blocking
    /// readers until ``transactionTimeout``. Two live processes with the same id fence each other.
    package var transactionalID: String
    /// After so long the coordinator aborts an open transaction. Must exceed the slowest commit and not the broker's
    /// `transaction.max.timeout.ms`.
    package var transactionTimeout: Duration = .seconds(15)
    /// The bound of one call that waits for a broker: metadata, initialization, offsets, flush.
    package var callTimeout: Duration = .seconds(10)
    /// Until when retriable answers are followed by another try, per transaction or initialization.
    package var retryLimit: Duration = .seconds(30)
    /// After so long without an answer a transaction is reported as indefinite and the producer given up.
    package var overrunLimit: Duration = .seconds(45)

    /// Largest batch of records for one partition, in bytes; a larger record goes alone. A topic's `max.message.bytes` limits
    /// the batch, not the record.
    package var batchBytes = 1_000_000

    package init(connection: KafkaConnection, transactionalID: String) {
        self.connection = connection
        self.transactionalID = transactionalID
    }

    func settings() throws(KafkaError) -> ClientSettings {
        try ClientSettings(
            base: [
                "reconnect.backoff.max.ms": "1000",
                "linger.ms": "1",
                "batch.size": "\(batchBytes)",
                "compression.type": "lz4",
                // The next transaction meets the last one's markers still being written and waits one backoff: with
                // the default of 100 ms that is what every commit would take.
                "retry.backoff.ms": "5",
                "queue.buffering.max.messages": "200000",
                "socket.nagle.disable": "true",
                "socket.keepalive.enable": "true",
            ],
            connection: connection,
            invariants: [
                "transactional.id": transactionalID,
                "transaction.timeout.ms": "\(transactionTimeout.milliseconds)",
                "enable.idempotence": "true",
                "acks": "all",
            ]
        )
    }
}
