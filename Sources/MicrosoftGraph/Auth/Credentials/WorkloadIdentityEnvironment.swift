/// What the Azure workload identity webhook puts into a container's environment (`AZURE_…` variables).
package struct WorkloadIdentityEnvironment: Hashable, Sendable {
    package enum Variable: String, Hashable, Sendable {
        case clientID = "AZURE_CLIENT_ID"
        case tenantID = "AZURE_TENANT_ID"
        case tokenFile = "AZURE_FEDERATED_TOKEN_FILE"
        case authorityHost = "AZURE_AUTHORITY_HOST"
    }

    /// Which variable is at fault. Never carries its value.
    package struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        package enum Rule: String, Hashable, Sendable {
            case missing
            case invalid
            /// The authority is none of this cloud's.
            case otherCloud
        }

        package let variable: Variable
        package let rule: Rule

        /// Stable camelCase code.
        package var code: String { rule.rawValue }

        package var description: String {
            switch (rule, variable) {
            case (.missing, _): "\(variable.rawValue): missing; label the pod and annotate its service account"
            case (.otherCloud, _): "\(variable.rawValue): is another cloud's; correct it, or the tenant's cloud"
            case (.invalid, .clientID): "\(variable.rawValue): must be the application (client) id, a GUID"
            case (.invalid, .tenantID): "\(variable.rawValue): must be a tenant's GUID or domain"
            case (.invalid, .tokenFile): "\(variable.rawValue): must be an absolute path"
            case (.invalid, .authorityHost): "\(variable.rawValue): must be https://host"
            }
        }
    }

    package let application: ApplicationIdentity
    /// Where the projected token stands; the place has changed between versions of the webhook.
    package let tokenFile: String

    /// - Parameters:
    ///   - variables: of the process.
    ///   - cloud: the tenant's. `AZURE_AUTHORITY_HOST` has to agree with it and never decides where a token is asked for; the
    ///     webhook's absence of it is taken as agreement.
    package init(_ variables: [String: String], cloud: NationalCloud) throws(Fault) {
        func value(_ variable: Variable) throws(Fault) -> String {
            guard let text = variables[variable.rawValue], !text.isEmpty else {
                throw Fault(variable: variable, rule: .missing)
            }
            return text
        }
        let (tenantID, clientID) = (try value(.tenantID), try value(.clientID))
        do {
            application = try ApplicationIdentity(tenantID: tenantID, clientID: clientID)
        } catch {
            throw Fault(variable: error.field == .clientID ? .clientID : .tenantID, rule: .invalid)
        }
        tokenFile = try value(.tokenFile)
        guard tokenFile.hasPrefix("/") else { throw Fault(variable: .tokenFile, rule: .invalid) }
        guard let authority = variables[Variable.authorityHost.rawValue], !authority.isEmpty else { return }
        // The webhook's own samples end in two slashes.
        guard let (origin, rest) = WebOrigin.split(authority), rest.allSatisfy({ $0 == "/" }) else {
            throw Fault(variable: .authorityHost, rule: .invalid)
        }
        guard cloud.answersTo(origin) else { throw Fault(variable: .authorityHost, rule: .otherCloud) }
    }
}

extension NationalCloud {
    /// Other names of the built-in clouds' authorities, as MSAL has them. They are recognised, and never asked.
    private static let authorityAliases = [
        "login.microsoftonline.com": ["login.windows.net", "login.microsoft.com", "sts.windows.net"],
        "login.microsoftonline.us": ["login.usgovcloudapi.net"],
        "login.partner.microsoftonline.cn": ["login.chinacloudapi.cn"],
    ]

    fileprivate func answersTo(_ origin: WebOrigin) -> Bool {
        let aliases = Self.authorityAliases[authorityOrigin.host, default: []]
        return origin == authorityOrigin || aliases.contains { origin == WebOrigin(scheme: .https, host: $0) }
    }
}
