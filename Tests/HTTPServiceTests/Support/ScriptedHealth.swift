import HTTPService
import Synchronization

/// Answers the probes as the test says, and can change its mind.
final class ScriptedHealth: HealthSource {
    private let reports: Mutex<(liveness: HealthReport, readiness: HealthReport)>

    init(liveness: [String] = [], readiness: [String] = []) {
        reports = Mutex((HealthReport(problems: liveness), HealthReport(problems: readiness)))
    }

    var liveness: HealthReport { reports.withLock { $0.liveness } }
    var readiness: HealthReport { reports.withLock { $0.readiness } }

    func becomesReady() { reports.withLock { $0.readiness = HealthReport(problems: []) } }
}
