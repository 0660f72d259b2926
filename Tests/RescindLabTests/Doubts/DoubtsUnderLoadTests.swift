import GraphSimulator
import Logging
import Testing

@testable import rescind_lab

@Suite("lost answers under load", .timeLimit(.minutes(5)))
struct DoubtsUnderLoadTests {
    @Test("the answers to a thousand cancels end at random bytes, and every outcome is true")
    func thousand() async throws {
        var settings = DoubtSettings()
        settings.count = 1000
        settings.seed = 1
        var logger = Logger(label: "doubts")
        logger.logLevel = .critical
        let report = try await DoubtRun.report(settings, logger: logger)
        #expect(report.violations == [], "\(report.lines.joined(separator: "\n"))")
        #expect(report.doubts.count == 1000)
        // The faults did hit, or nothing was shown.
        #expect(Set(report.doubts.map(\.kind)) == Set(DoubtKind.allCases))
        #expect(report.requests.dropped >= report.doubts.filter { $0.kind != .late }.count)
    }
}
