import Testing

@testable import KafkaClient

@Suite("DeliveryLog")
struct DeliveryLogTests {
    private let error = KafkaError(code: "MSG_SIZE_TOO_LARGE", number: 10, reason: "too large")

    @Test("failures are told by position, successes are not")
    func failures() {
        let log = DeliveryLog()
        log.beginTransaction()
        log.report(log.opaque(forRecordAt: 0), nil)
        log.report(log.opaque(forRecordAt: 70_000), error)
        #expect(log.failures == [DeliveryLog.Failure(position: 70_000, error: error)])
    }

    @Test("a report of an earlier transaction does not count for the current one")
    func lateReport() {
        let log = DeliveryLog()
        log.beginTransaction()
        let opaque = log.opaque(forRecordAt: 1)
        log.beginTransaction()
        log.report(opaque, error)
        #expect(log.failures.isEmpty)
    }
}
