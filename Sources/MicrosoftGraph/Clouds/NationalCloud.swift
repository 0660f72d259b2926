/// One Microsoft cloud: where its Graph is, who signs its tokens, and what a token for it is asked for by.
///
/// Source: Microsoft Graph "National cloud deployments" (roots, authorities) and Entra "Workload identity federation"
/// (audiences). US Gov L4 and L5 share one authority, so the authority never identifies a cloud.
///
/// Only these values ever decide which host is called: no request, message or answer selects a host.
package struct NationalCloud: Hashable, Sendable {
    /// The name used in configuration: `global`, `usGovL4`, `usGovL5` or `china21Vianet`.
    package let name: String
    /// The `aud` a federated credential's assertion must carry in this cloud (case-sensitive).
    package let federationAudience: String
    /// What metadata of a tenant must say to prove that it lives here; nil for a cloud whose metadata nobody has seen.
    package let mark: CloudMark?
    let graphOrigin: WebOrigin
    let authorityOrigin: WebOrigin

    /// The Graph root without version and trailing slash, for example `https://graph.microsoft.com`.
    package var graphRoot: String { graphOrigin.text }

    /// The Entra authority without tenant and trailing slash, for example `https://login.microsoftonline.com`.
    package var authority: String { authorityOrigin.text }

    /// The scope by which an application asks for all its granted Graph permissions in this cloud.
    package var defaultScope: String { "\(graphRoot)/.default" }

    private init(name: String, graph: WebOrigin, authority: WebOrigin, audience: String, mark: CloudMark?) {
        self.name = name
        self.graphOrigin = graph
        self.authorityOrigin = authority
        self.federationAudience = audience
        self.mark = mark
    }

    private init(name: String, graph: String, authority: String, audience: String, mark: CloudMark) {
        self.init(
            name: name,
            graph: WebOrigin(scheme: .https, host: graph),
            authority: WebOrigin(scheme: .https, host: authority),
            audience: audience,
            mark: mark
        )
    }

    /// The worldwide service, GCC (moderate) included.
    package static let global = NationalCloud(
        name: "global",
        graph: "graph.microsoft.com",
        authority: "login.microsoftonline.com",
        audience: "api://AzureADTokenExchange",
        mark: CloudMark(instanceName: "microsoftonline.com", regionSubScopes: [nil, "GCC"])
    )

    /// US Government L4, also called GCC High.
    package static let usGovL4 = NationalCloud(
        name: "usGovL4",
        graph: "graph.microsoft.us",
        authority: "login.microsoftonline.us",
        audience: "api://AzureADTokenExchangeUSGov",
        mark: CloudMark(instanceName: "microsoftonline.us", regionSubScopes: ["DODCON"])
    )

    /// US Government L5, the Department of Defense.
    package static let usGovL5 = NationalCloud(
        name: "usGovL5",
        graph: "dod-graph.microsoft.us",
        authority: "login.microsoftonline.us",
        audience: "api://AzureADTokenExchangeUSGov",
        mark: CloudMark(instanceName: "microsoftonline.us", regionSubScopes: ["DOD"])
    )

    /// China, operated by 21Vianet. The authority is the preferred host; `login.chinacloudapi.cn` is its legacy alias.
    package static let china21Vianet = NationalCloud(
        name: "china21Vianet",
        graph: "microsoftgraph.chinacloudapi.cn",
        authority: "login.partner.microsoftonline.cn",
        audience: "api://AzureADTokenExchangeChina",
        mark: CloudMark(instanceName: "partner.microsoftonline.cn", regionSubScopes: [nil])
    )

    /// The four clouds the `event: cancel` page lists, in its order.
    package static let builtIn: [NationalCloud] = [.global, .usGovL4, .usGovL5, .china21Vianet]

    /// The built-in cloud of that exact name.
    package static func named(_ name: String) -> NationalCloud? {
        builtIn.first { $0.name == name }
    }

    /// The same cloud at other addresses, for a simulator or a cloud whose hosts moved.
    ///
    /// - Parameters:
    ///   - graphRoot: `https://host[:port]`, trailing slashes allowed; plain `http` for a loopback host only.
    ///   - authority: The same for the token issuer.
    package func with(graphRoot: String, authority: String) throws(CloudError) -> NationalCloud {
        NationalCloud(
            name: name,
            graph: try Self.origin(graphRoot, of: .graphRoot),
            authority: try Self.origin(authority, of: .authority),
            audience: federationAudience,
            mark: mark
        )
    }

    /// A cloud that is not among the four: a sovereign or an air-gapped one.
    ///
    /// - Parameters:
    ///   - name: as configuration calls it; not one of the four's.
    ///   - federationAudience: as its operator tells; ``CloudError`` needs none, only federated credentials do.
    ///   - mark: what its tenants' metadata says; without one no tenant is ever proved to live there.
    package static func further(
        name: String, graphRoot: String, authority: String, federationAudience: String, mark: CloudMark?
    ) throws(CloudError) -> NationalCloud {
        NationalCloud(
            name: name, graph: try origin(graphRoot, of: .graphRoot), authority: try origin(authority, of: .authority),
            audience: federationAudience, mark: mark
        )
    }

    private static func origin(_ address: String, of field: CloudError.Field) throws(CloudError) -> WebOrigin {
        guard let (origin, rest) = WebOrigin.split(address) else {
            throw CloudError(field: field, rule: .notAnOrigin)
        }
        guard rest.allSatisfy({ $0 == "/" }) else { throw CloudError(field: field, rule: .pathNotAllowed) }
        guard origin.scheme == .https || origin.isLoopback else {
            throw CloudError(field: field, rule: .httpsRequired)
        }
        return origin
    }
}
