/// What a probe is told: yes or no, and for a no the reasons.
package struct HealthReport: Sendable, Equatable {
    /// Empty means healthy. Each is a short constant text; no addresses, no ids.
    package let problems: [String]

    package init(problems: [String]) { self.problems = problems }

    package var isHealthy: Bool { problems.isEmpty }
}
