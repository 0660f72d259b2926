import Testing

@testable import KafkaClient

@Suite("DeliveryLog")
struct DeliveryLogTests {
    private let error = KafkaError(code: "MSG_SIZE_TOO_LARGE", number: 10, reason: "too large")

    private func record(_ partition: Int32, topic: String = "a") -> OutgoingRecord {
        OutgoingRecord(topic: topic, partition: partition, key: nil, value: nil)
    }

    private func stored(_ offset: Int64, at milliseconds: Int64? = nil) -> Result<Delivery, KafkaError> {
        .success(Delivery(offset: offset, logAppendMilliseconds: milliseconds))
    }

    @Test("failures are told by position, successes are not")
    func failures() {
        let log = DeliveryLog()
        log.beginTransaction(of: [record(0)])
        log.report(log.opaque(forRecordAt: 0), stored(7))
        log.report(log.opaque(forRecordAt: 70_000), .failure(error))
        #expect(log.failures == [DeliveryLog.Failure(position: 70_000, error: error)])
    }

    @Test("a report of an earlier transaction does not count for the current one")
    func lateReport() {
        let log = DeliveryLog()
        log.beginTransaction(of: [record(0), record(0)])
        let opaque = log.opaque(forRecordAt: 1)
        log.beginTransaction(of: [record(0), record(0)])
        log.report(opaque, .failure(error))
        log.report(opaque, stored(7, at: 5))
        #expect(log.failures.isEmpty)
        #expect(log.endTransaction() == TransactionReceipt())
    }

    @Test("the receipt tells the highest offset of each partition and the latest time, in whatever order reports come")
    func receipt() {
        let log = DeliveryLog()
        log.beginTransaction(of: [record(0), record(0), record(1), record(0, topic: "b"), record(2)])
        let reports = [stored(9, at: 100), stored(8, at: 300), stored(3), stored(0, at: 200), stored(-1)]
        for (position, report) in reports.enumerated() { log.report(log.opaque(forRecordAt: position), report) }
        let expected = TransactionReceipt(
            ends: [
                TopicPartition(topic: "a", partition: 0): 10, TopicPartition(topic: "a", partition: 1): 4,
                TopicPartition(topic: "b", partition: 0): 1,
            ],
            logAppendMilliseconds: 300
        )
        #expect(log.endTransaction() == expected)
        log.report(log.opaque(forRecordAt: 0), stored(50))
        #expect(log.endTransaction() == TransactionReceipt())
    }
}
