/// What one run showed.
package struct SimulationResult: Sendable {
    package struct Statistics: Sendable, Equatable {
        package var records = 0
        package var outcomes = 0
        package var cancelled = 0
        package var unresolved = 0
        package var repeated = 0
        package var forwarded = 0
        package var replayed = 0
        package var withdrawn = 0
        package var collapsed = 0
        package var cancelRequests = 0
        package var lookUps = 0
        package var transactions = 0
        package var aborted = 0
        package var restarts = 0

        package init() {}

        package static func + (left: Statistics, right: Statistics) -> Statistics {
            var sum = left
            for field in fields { sum[keyPath: field] += right[keyPath: field] }
            return sum
        }

        private static var fields: [WritableKeyPath<Statistics, Int>] {
            [
                \.records, \.outcomes, \.cancelled, \.unresolved, \.repeated, \.forwarded, \.replayed, \.withdrawn,
                \.collapsed, \.cancelRequests,
                \.lookUps, \.transactions, \.aborted, \.restarts,
            ]
        }
    }

    package let seed: UInt64
    /// Of everything that happened: the same for the same plan, always.
    package let hash: UInt64
    package let events: Int
    package let violations: [Violation]
    package let statistics: Statistics
    package let trace: [String]
    /// Requests that each slot's processes sent.
    package let steps: [Int]
}
