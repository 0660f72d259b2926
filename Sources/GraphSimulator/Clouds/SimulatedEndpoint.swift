/// Where one simulated cloud answers.
package struct SimulatedEndpoint: Sendable, Hashable {
    package let cloud: SimulatedCloud
    /// `http` or `https`.
    package let scheme: String
    package let host: String
    package let port: Int

    /// Takes the place of the cloud's Graph root, without a trailing slash; requests go to `<graphRoot>/v1.0/…`.
    package var graphRoot: String { "\(scheme)://\(host):\(port)" }

    /// Takes the place of the cloud's Entra authority, without a trailing slash.
    package var authority: String { graphRoot }
}
