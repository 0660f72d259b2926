package import MeetingCancellation

/// Plants a fault, and looks whether a rule notices: in the scenarios, in crashes, in seeds, and at last in pairs of crashes.
package enum Mutants {
    package struct Answer: Sendable {
        /// Which rule noticed it and in which run; nil when none did, as in a build without planted faults.
        package let finding: String?
        package let runs: Int
    }

    /// - Parameters:
    ///   - seeds: how many at most.
    ///   - mayGoOn: asked again and again.
    package static func hunt(_ fault: PlantedFault, seeds: Int, while mayGoOn: () -> Bool) -> Answer {
        #if RESCIND_PLANTED_FAULTS
        PlantedFault.planted = fault
        #endif
        let points = CrashPoints.singles()
        let stages: [[() -> SeedTally]] = [
            Scenario.all.map { scenario in { scenario.tally() } },
            points.map { point in { CrashPoints.alone(point) } },
            (1...UInt64(max(1, seeds))).map { seed in { Seeds.run([seed], commands: 20, mayStop: true) } },
            points.map { point in { CrashPoints.tally(point) } },
        ]
        var runs = 0
        for run in stages.joined() where mayGoOn() {
            let tally = run()
            runs += tally.runs
            if let failure = tally.failures.first {
                return Answer(finding: "\(failure.violation.rule.rawValue), \(failure.name)", runs: runs)
            }
        }
        return Answer(finding: nil, runs: runs)
    }
}
