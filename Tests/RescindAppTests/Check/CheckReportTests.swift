import CommandContract
import Testing

@testable import RescindApp

@Suite("The report of rescind check")
struct CheckReportTests {
    private func report(_ states: [CheckState], isUsable: Bool = true) -> CheckReport {
        let results = states.map { CheckResult("c", $0, found: "f", expected: "e", remedy: "r \"q\"") }
        return CheckReport(results: results, configurationIsUsable: isUsable)
    }

    @Test(
        "the exit status tells the worst: only what is known to be wrong is a failure",
        arguments: [
            ([], 0), ([CheckState.ok, .warning, .notVerified], 0), ([.warning, .failed, .ok], 1),
        ] as [([CheckState], Int32)]
    )
    func exitStatus(states: [CheckState], status: Int32) {
        #expect(report(states).exitStatus == status)
        #expect(report(states, isUsable: false).exitStatus == 78)
    }

    @Test("the table has a row for each check and counts them by state")
    func text() {
        let lines = report([.ok, .notVerified, .ok, .failed]).text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("state         check") == true)
        #expect(lines.count { $0.hasPrefix("not verified  c") } == 1)
        #expect(lines.last == "ok 2, not verified 1, warning 0, failed 1")
    }

    @Test("the JSON form is one line with the same rows")
    func json() throws {
        let json = report([.failed]).json
        #expect(!json.contains("\n"))
        guard case .object(let document) = try JSONReader.read(Array(json.utf8)) else {
            Issue.record("no object: \(json)")
            return
        }
        #expect(document["exitStatus"] == .number("1"))
        guard case .array(let checks)? = document["checks"], case .object(let check)? = checks.first else {
            Issue.record("no checks: \(json)")
            return
        }
        #expect(check["state"] == .string("failed"))
        #expect(check["remedy"] == .string("r \"q\""))
    }
}
