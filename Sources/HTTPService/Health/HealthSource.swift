/// Answers the two probes of Kubernetes; asked on every request, so it must be cheap.
package protocol HealthSource: Sendable {
    /// Is the process making progress? A "no" asks the platform to restart it.
    var liveness: HealthReport { get }
    /// Can it do its work now? A "no" only takes it out of rotation.
    var readiness: HealthReport { get }
}
