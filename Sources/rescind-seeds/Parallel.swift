/// Runs work on several cores, in slices that know nothing of each other.
enum Parallel {
    static func map<Value: Sendable>(_ jobs: Int, _ body: @escaping @Sendable (Int) -> Value) async -> [Value] {
        await withTaskGroup(of: (Int, Value).self) { group in
            for job in 0..<max(1, jobs) { group.addTask { (job, body(job)) } }
            var values: [(Int, Value)] = []
            for await value in group { values.append(value) }
            return values.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }
}
