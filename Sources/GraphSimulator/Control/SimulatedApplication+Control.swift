import FoundationEssentials

extension SimulatedApplication {
    /// What can be said of an application, when its tenant is added and later.
    static let members: Set<String> = [
        "clientID", "secret", "secrets", "certificates", "federatedCredentials", "roles", "accounts", "tokenLifetime",
        "refreshIn", "delegatedPermissions", "allowsPublicFlows", "enabled", "consented", "managedIdentity", "exchange",
    ]

    /// Reads a new one.
    init(_ members: [String: JSONValue]) throws(ControlError) {
        let body = try ControlBody(members, allowed: Self.members.union(["servicePrincipalID"]))
        let clientID = try body.required("clientID")
        self.init(
            clientID: clientID, servicePrincipalID: try body.string("servicePrincipalID") ?? clientID, secret: nil,
            roles: []
        )
        try change(body)
        if managedIdentity != nil, body.present("tokenLifetime") == nil { tokenLifetime = 86_399 }
    }

    /// Replaces what the members name and leaves the rest as it is.
    mutating func change(_ body: ControlBody) throws(ControlError) {
        try changeCredentials(body)
        if body.present("roles") != nil { roles = try body.strings("roles") }
        if body.present("delegatedPermissions") != nil {
            delegatedPermissions = try body.strings("delegatedPermissions")
        }
        if body.present("accounts") != nil { delegatedAccounts = try body.objects("accounts", Self.account) }
        if let lifetime = try body.integer("tokenLifetime", in: 1...86_400) { tokenLifetime = lifetime }
        if let seconds = try body.integer("refreshIn", in: 1...86_400) { refreshIn = seconds }
        if body.isNull("refreshIn") { refreshIn = nil }
        if let flag = try body.flag("allowsPublicFlows") { allowsPublicFlows = flag }
        if let flag = try body.flag("enabled") { isEnabled = flag }
        if let flag = try body.flag("consented") { isConsented = flag }
        if let name = try body.string("managedIdentity") {
            managedIdentity = name == "system" ? .systemAssigned : .userAssigned(resourceID: name)
        }
        if let access = try body.object("exchange", SimulatedExchangeAccess.init) { exchange = access }
    }

    private mutating func changeCredentials(_ body: ControlBody) throws(ControlError) {
        if let secret = try body.string("secret") { secrets = [SimulatedSecret(secret)] }
        if body.isNull("secret") { secrets = [] }
        if body.present("secrets") != nil { secrets = try body.objects("secrets", SimulatedSecret.init) }
        if body.present("certificates") != nil {
            var read: [RegisteredCertificate] = []
            for (index, text) in try body.strings("certificates").enumerated() {
                read.append(try Self.certificate(text, at: "certificates[\(index)]"))
            }
            certificates = read
        }
        if body.present("federatedCredentials") != nil {
            federatedCredentials = try body.objects("federatedCredentials", SimulatedFederatedCredential.init)
        }
    }

    /// PEM, or DER in base64.
    private static func certificate(_ text: String, at place: String) throws(ControlError) -> RegisteredCertificate {
        do throws(WorldError) {
            guard !text.contains("-----BEGIN") else { return try RegisteredCertificate(pem: text) }
            guard let der = Base64.fromEither(text) else { throw .certificateInvalid }
            return try RegisteredCertificate(der: der)
        } catch {
            throw .world(error).within(place)
        }
    }

    private static func account(_ members: [String: JSONValue]) throws(ControlError) -> SimulatedDelegatedAccount {
        let body = try ControlBody(members, allowed: ["user", "scopes", "refreshToken", "refreshTokenLifetime"])
        return SimulatedDelegatedAccount(
            user: try body.required("user"),
            scopes: try body.strings("scopes"),
            refreshToken: try body.required("refreshToken"),
            refreshTokenLifetime: try body.integer("refreshTokenLifetime", in: 0...31_536_000) ?? 90 * 86_400
        )
    }
}

extension SimulatedSecret {
    fileprivate init(_ members: [String: JSONValue]) throws(ControlError) {
        let body = try ControlBody(members, allowed: ["value", "expires"])
        self.init(try body.required("value"), expiresAt: try body.date("expires"))
    }
}

extension SimulatedFederatedCredential {
    fileprivate init(_ members: [String: JSONValue]) throws(ControlError) {
        let body = try ControlBody(members, allowed: ["issuer", "subject", "audience"])
        self.init(
            issuer: try body.required("issuer"), subject: try body.required("subject"),
            audience: try body.required("audience")
        )
    }
}

extension SimulatedExchangeAccess {
    fileprivate init(_ members: [String: JSONValue]) throws(ControlError) {
        let body = try ControlBody(members, allowed: ["roles", "mailboxes", "deniedMailboxes"])
        self.init(
            roles: try body.strings("roles"), mailboxes: try body.strings("mailboxes"),
            deniedMailboxes: try body.strings("deniedMailboxes")
        )
    }
}
