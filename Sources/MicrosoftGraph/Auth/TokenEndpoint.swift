/// The address of an OAuth 2.0 token endpoint, which is sent a secret.
package struct TokenEndpoint: Hashable, Sendable {
    /// Why an address was refused. Never carries it.
    package enum Fault: Error, Hashable, Sendable, CustomStringConvertible {
        case notAnAddress
        /// Plain `http` to a host other than this machine would send the secret in the clear.
        case httpsRequired

        package var description: String {
            switch self {
            case .notAnAddress: "must be https://host/path, without user, password and fragment"
            case .httpsRequired: "must use https unless the host is loopback"
            }
        }
    }

    let address: String

    package init(_ address: String) throws(Fault) {
        guard let (origin, rest) = WebOrigin.split(address), !rest.contains("#") else { throw .notAnAddress }
        guard origin.scheme == .https || origin.isLoopback else { throw .httpsRequired }
        // Origin and rest as they were read: no second parser may see another host.
        self.address = origin.text + rest
    }
}
