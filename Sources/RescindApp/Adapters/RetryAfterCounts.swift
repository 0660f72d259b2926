import HTTPService
import MicrosoftGraph

/// Counts each `Retry-After` that is not followed to the letter: cut to the longest wait that is obeyed, or not readable.
struct RetryAfterCounts {
    let metrics: WorkerMetrics
    let cloud: String
    let longest: Duration

    func answered(by error: GraphError) { count("graph", error.retryAfter, error.retryAfterFaults) }

    func answered(by error: TokenError) { count("entra", error.retryAfter, error.retryAfterFaults) }

    private func count(_ service: String, _ wait: Duration?, _ faults: Set<RetryAfterFault>) {
        var faults = faults
        if let wait, wait > longest { faults.insert(.clamped) }
        for fault in faults { metrics.retryAfterCorrected(cloud: cloud, service: service, fault: fault.rawValue) }
    }
}
