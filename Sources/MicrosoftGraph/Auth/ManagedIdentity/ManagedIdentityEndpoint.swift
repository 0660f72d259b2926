/// Where this machine is given tokens of its managed identities.
package struct ManagedIdentityEndpoint: Sendable {
    /// Why there is none that can be used. Never carries an address.
    package enum Fault: String, Error, Hashable, Sendable, CustomStringConvertible {
        case notAnAddress
        /// Plain `http` beyond this machine and its link would show the token to others.
        case httpsRequired
        /// Empty, or with characters that no header may have.
        case headerInvalid
        /// One of `IDENTITY_ENDPOINT` and `IDENTITY_HEADER` without the other.
        case environmentIncomplete
        /// Service Fabric, Azure Arc or Azure Machine Learning, each of which has its own protocol.
        case hostUnsupported

        /// Stable camelCase code.
        package var code: String { rawValue }

        package var description: String {
            switch self {
            case .notAnAddress: "must be http://host[:port]/path, without user, password, query and fragment"
            case .httpsRequired: "must use https unless the host is loopback or link-local (169.254.…)"
            case .headerInvalid: "IDENTITY_HEADER must be visible ASCII characters"
            case .environmentIncomplete: "IDENTITY_ENDPOINT and IDENTITY_HEADER must be set both or neither"
            case .hostUnsupported:
                "this host's kind of managed identity is not supported: use a certificate or workload identity federation"
            }
        }
    }

    enum Form: Sendable {
        /// Azure's instance metadata service (IMDS).
        case instanceMetadata
        /// App Service, Functions and Container Apps. The header's value proves that the caller runs in this very process group.
        case appService(header: Secret)
    }

    let form: Form
    /// Without query.
    let address: String

    private init(form: Form, address: String) {
        self.form = form
        self.address = address
    }

    /// Of every virtual machine and of AKS, at the address it has everywhere.
    package static let instanceMetadata = ManagedIdentityEndpoint(
        form: .instanceMetadata, address: "http://169.254.169.254\(metadataPath)"
    )

    private static let metadataPath = "/metadata/identity/oauth2/token"

    /// The instance metadata service at another origin, such as a simulator's.
    package static func instanceMetadata(at origin: String) throws(Fault) -> ManagedIdentityEndpoint {
        let (origin, rest) = try split(origin)
        guard rest.allSatisfy({ $0 == "/" }) else { throw .notAnAddress }
        return ManagedIdentityEndpoint(form: .instanceMetadata, address: origin + metadataPath)
    }

    /// - Parameters:
    ///   - address: the value of `IDENTITY_ENDPOINT`.
    ///   - header: the value of `IDENTITY_HEADER`.
    package static func appService(address: String, header: Secret) throws(Fault) -> ManagedIdentityEndpoint {
        let (origin, rest) = try split(address)
        guard rest.allSatisfy({ $0 != "?" && $0 != "#" }) else {
            throw .notAnAddress
        }
        let bytes = header.reveal().utf8
        guard !bytes.isEmpty, bytes.allSatisfy(ASCII.isVisible) else { throw .headerInvalid }
        return ManagedIdentityEndpoint(form: .appService(header: header), address: origin + rest)
    }

    /// What the process's variables say, in the order in which MSAL looks; without any, the instance metadata service.
    package static func named(by variables: [String: String]) throws(Fault) -> ManagedIdentityEndpoint {
        func value(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        switch (value("IDENTITY_ENDPOINT"), value("IDENTITY_HEADER")) {
        case (_?, _?) where value("IDENTITY_SERVER_THUMBPRINT") != nil: throw .hostUnsupported
        case (let address?, let header?): return try appService(address: address, header: Secret(header))
        case (_?, nil) where value("IMDS_ENDPOINT") != nil: throw .hostUnsupported
        case (nil, nil) where value("MSI_ENDPOINT") != nil: throw .hostUnsupported
        case (nil, nil): return .instanceMetadata
        default: throw .environmentIncomplete
        }
    }

    private static func split(_ address: String) throws(Fault) -> (origin: String, rest: Substring) {
        guard let (origin, rest) = WebOrigin.split(address) else { throw .notAnAddress }
        guard origin.scheme == .https || origin.isLoopback || origin.isLinkLocal else { throw .httpsRequired }
        return (origin.text, rest)
    }
}
