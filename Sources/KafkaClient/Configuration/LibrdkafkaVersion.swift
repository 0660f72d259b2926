import CLibrdkafka

/// The version of the librdkafka this process runs with, which may be newer than the one it was built against.
package struct LibrdkafkaVersion: Sendable {
    /// As the library spells it, such as `2.0.2`.
    package static var text: String { String(cString: rd_kafka_version_str()) }

    /// `0xMMmmrrxx`: major, minor, revision, pre-release.
    package static var number: Int32 { rd_kafka_version() }

    /// Older than 2.6.1: an endless loop of the cooperative-sticky assignor (librdkafka #4800) and hangs when a
    /// client is destroyed after a broker restart (#4724) are known. Worth a warning at start-up.
    package static var hasKnownHangs: Bool { number < 0x0206_01ff }
}
