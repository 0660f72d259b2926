#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The process's own figures as Prometheus' client libraries name them, read from `/proc` at every scrape; empty where
/// there is no `/proc`.
struct ProcessSampler: Sendable {
    /// `/proc` counts time in hundredths of a second on every Linux (USER_HZ).
    private static let ticksPerSecond = 100.0

    var root = "/proc"

    func families() -> [MetricFamily] {
        let fields = statFields()
        return [
            family("process_resident_memory_bytes", .gauge, "Resident memory size in bytes.", residentBytes()),
            family("process_open_fds", .gauge, "Number of open file descriptors.", openFiles()),
            family(
                "process_start_time_seconds", .gauge, "Start time of the process since the epoch in seconds.",
                startTime(fields)
            ),
            family(
                "process_cpu_seconds_total", .counter, "Total user and system CPU time spent in seconds.",
                cpuSeconds(fields)
            ),
        ].compactMap { $0 }
    }

    /// From the third field on: the second, the name in parentheses, may hold anything.
    private func statFields() -> [Substring] {
        guard let text = read("self/stat"), let name = text.lastIndex(of: ")") else { return [] }
        return text[text.index(after: name)...].split(separator: " ")
    }

    private func cpuSeconds(_ fields: [Substring]) -> Double? {
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        return (user + system) / Self.ticksPerSecond
    }

    private func startTime(_ fields: [Substring]) -> Double? {
        guard fields.count > 19, let ticks = Double(fields[19]), let boot = value("btime", in: "stat") else {
            return nil
        }
        return boot + ticks / Self.ticksPerSecond
    }

    private func residentBytes() -> Double? { value("VmRSS:", in: "self/status").map { $0 * 1024 } }

    private func openFiles() -> Double? {
        (try? FileManager.default.contentsOfDirectory(atPath: root + "/self/fd")).map { Double($0.count) }
    }

    private func value(_ name: String, in file: String) -> Double? {
        let line = read(file)?.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { $0.split { $0 == " " || $0 == "\t" }.dropFirst().first }.flatMap { Double($0) }
    }

    private func read(_ file: String) -> String? {
        (try? Data(contentsOf: URL(filePath: "\(root)/\(file)"))).map { String(decoding: $0, as: UTF8.self) }
    }

    private func family(_ name: String, _ kind: MetricKind, _ help: String, _ value: Double?) -> MetricFamily? {
        guard let value else { return nil }
        var family = MetricFamily(name: name, kind: kind, help: help, labels: [], buckets: [])
        family.series([], maximum: 1).series.set(value)
        return family
    }
}
