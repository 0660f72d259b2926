import Logging
import Synchronization
import Testing

@testable import KafkaClient

@Suite("KafkaLog")
struct KafkaLogTests {
    @Test("syslog severities become log levels")
    func levels() {
        let levels = (0...7).map { KafkaLog.level(ofSyslog: $0) }
        #expect(levels == [.critical, .critical, .critical, .error, .warning, .notice, .info, .debug])
    }

    @Test("librdkafka's lines arrive with their facility", .timeLimit(.minutes(1)))
    func lines() async throws {
        let (lines, sink) = AsyncStream.makeStream(of: Logger.Metadata.self, bufferingPolicy: .bufferingNewest(64))
        let logger = Logger(label: "test") { _ in RecordingLogHandler { sink.yield($0) } }
        let connection = KafkaConnection(bootstrapServers: "127.0.0.1:1")
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: connection), logger: logger)
        var facilities = lines.compactMap { $0["kafka.facility"] }.makeAsyncIterator()
        #expect(await facilities.next() == "FAIL")
        await producer.close()
    }
}

private struct RecordingLogHandler: LogHandler {
    let record: @Sendable (Logger.Metadata) -> Void
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    init(_ record: @escaping @Sendable (Logger.Metadata) -> Void) {
        self.record = record
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        record(event.metadata ?? [:])
    }
}
