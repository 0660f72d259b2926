import CLibrdkafka
import Logging

/// A client's log: its own lines and librdkafka's, which keep their facility as metadata and have their level mapped.
struct KafkaLog: Sendable {
    let logger: Logger

    func notice(_ text: String, _ error: KafkaError? = nil) {
        log(.notice, text, error)
    }

    func warning(_ text: String, _ error: KafkaError? = nil) {
        log(.warning, text, error)
    }

    func error(_ text: String, _ error: KafkaError? = nil) {
        log(.error, text, error)
    }

    private func log(_ level: Logger.Level, _ text: String, _ error: KafkaError?) {
        logger.log(level: level, "\(text)", metadata: error.map { ["kafka.error": "\($0)"] })
    }

    func write(level: Int32, facility: UnsafePointer<CChar>?, text: UnsafePointer<CChar>) {
        let facility = facility.map { String(cString: $0) } ?? ""
        logger.log(
            level: Self.level(ofSyslog: level),
            "\(String(cString: text))",
            metadata: ["kafka.facility": "\(facility)"]
        )
    }

    /// Writes a LOG event; false when `event` is of another kind.
    func write(event: OpaquePointer) -> Bool {
        guard rd_kafka_event_type(event) == RD_KAFKA_EVENT_LOG else { return false }
        var facility: UnsafePointer<CChar>?
        var text: UnsafePointer<CChar>?
        var level: Int32 = 0
        if rd_kafka_event_log(event, &facility, &text, &level) == 0, let text {
            write(level: level, facility: facility, text: text)
        }
        return true
    }

    /// Syslog severities, RFC 5424 §6.2.1: 0 is an emergency, 7 is debugging.
    static func level(ofSyslog severity: Int32) -> Logger.Level {
        switch severity {
        case ...2: .critical
        case 3: .error
        case 4: .warning
        case 5: .notice
        case 6: .info
        default: .debug
        }
    }
}
