/// One of the four national clouds the simulator plays, with the facts that tell them apart.
///
/// Roots and authorities are those of <https://learn.microsoft.com/graph/deployments>; the raw values are the names
/// used in JSON.
package enum SimulatedCloud: String, Sendable, Hashable, CaseIterable {
    case global
    case usGovL4
    case usGovL5
    case china21Vianet

    /// The real Graph root. It is the audience of a token even though the requests go to loopback.
    package var graphRoot: String {
        switch self {
        case .global: "https://graph.microsoft.com"
        case .usGovL4: "https://graph.microsoft.us"
        case .usGovL5: "https://dod-graph.microsoft.us"
        case .china21Vianet: "https://microsoftgraph.chinacloudapi.cn"
        }
    }

    /// The real sign-in host, told in the challenge of a 401.
    package var authorityHost: String {
        switch self {
        case .global: "login.microsoftonline.com"
        case .usGovL4, .usGovL5: "login.microsoftonline.us"
        case .china21Vianet: "login.partner.microsoftonline.cn"
        }
    }

    /// The sign-in host and the names it also answers to. An assertion may name any of them in its `aud`.
    var authorityNames: [String] {
        switch self {
        case .global: [authorityHost, "login.windows.net", "login.microsoft.com"]
        case .usGovL4, .usGovL5: [authorityHost, "login.usgovcloudapi.net"]
        case .china21Vianet: [authorityHost, "login.chinacloudapi.cn"]
        }
    }

    /// The audience a foreign token must have to be exchanged here; its case matters. Source: Entra's "Workload
    /// identity federation", "Important considerations".
    package var federationAudience: String {
        switch self {
        case .global: "api://AzureADTokenExchange"
        case .usGovL4, .usGovL5: "api://AzureADTokenExchangeUSGov"
        case .china21Vianet: "api://AzureADTokenExchangeChina"
        }
    }

    /// The issuer of a tenant's v2.0 tokens, a managed identity's for `federationAudience` among them.
    func federationIssuer(tenant: String) -> String { "https://\(authorityHost)/\(tenant)/v2.0" }

    /// `cloud_instance_name` of the OpenID metadata.
    var instanceName: String {
        switch self {
        case .global: "microsoftonline.com"
        case .usGovL4, .usGovL5: "microsoftonline.us"
        case .china21Vianet: "partner.microsoftonline.cn"
        }
    }

    /// `tenant_region_scope` of the OpenID metadata; no evidence was found for China, so nothing is claimed there.
    var regionScope: String? {
        switch self {
        case .global: "WW"
        case .usGovL4, .usGovL5: "USGov"
        case .china21Vianet: nil
        }
    }

    /// `tenant_region_sub_scope`, the only field that tells L4 from L5.
    var regionSubScope: String? {
        switch self {
        case .usGovL4: "DODCON"
        case .usGovL5: "DOD"
        case .global, .china21Vianet: nil
        }
    }

    /// `msgraph_host` of the OpenID metadata. Both government clouds answer the L4 host, so that a client which
    /// takes its Graph root from here sends an L5 tenant's request to the wrong cloud and is caught.
    var metadataGraphHost: String {
        switch self {
        case .global: "graph.microsoft.com"
        case .usGovL4, .usGovL5: "graph.microsoft.us"
        case .china21Vianet: "microsoftgraph.chinacloudapi.cn"
        }
    }

    /// Whether both clouds are served by one Entra authority, as L4 and L5 are.
    func sharesAuthority(with other: SimulatedCloud) -> Bool {
        authorityHost == other.authorityHost
    }
}
