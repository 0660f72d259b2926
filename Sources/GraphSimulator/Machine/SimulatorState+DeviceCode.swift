import FoundationEssentials

extension SimulatorState {
    /// Begins a sign-in. Source: Entra's "OAuth 2.0 device authorization grant".
    mutating func beginSignIn(
        _ exchange: SimulatedExchange, _ request: TokenRequest, now: Date
    ) throws(EntraError) -> JSONValue {
        let cloud = exchange.request.cloud
        guard let tenant = world.tenant(named: request.tenantName, at: cloud) else { throw .tenantUnknown }
        guard let clientID = request.clientID else { throw .parameterMissing("client_id") }
        guard let application = tenant.application(clientID: clientID), application.managedIdentity == nil else {
            throw .clientUnknown
        }
        guard application.isEnabled else { throw .clientDisabled }
        guard application.isPublic || application.allowsPublicFlows else { throw .credentialMissing }
        let scopes = try permissions(request.scopes, of: application, at: cloud)
        guard !scopes.isEmpty else { throw .parameterMissing("scope") }
        let signIn = DeviceSignIn(
            tenant: tenant.key, application: application.clientID,
            deviceCode: Base64.url(Array(exchange.request.tokenTag.suffix(32))),
            userCode: Self.userCode(exchange.request.tokenTag), scopes: scopes,
            audience: try audience(request, grant: TokenRequest.deviceCodeGrant, tenant: tenant, cloud: cloud),
            expiresAt: now.addingTimeInterval(Double(deviceCodeLifetime)), interval: deviceCodeInterval
        )
        deviceCodes.add(signIn)
        let page = "https://microsoft.com/devicelogin"
        return [
            "device_code": .string(signIn.deviceCode),
            "user_code": .string(signIn.userCode),
            "verification_uri": .string(page),
            "expires_in": .integer(deviceCodeLifetime),
            "interval": .integer(signIn.interval),
            "message": .string(
                "To sign in, use a web browser to open the page \(page) and enter the code \(signIn.userCode)."
            ),
        ]
    }

    /// The scopes without the name of Graph before them, and `.default` spelt out; another cloud's Graph is refused.
    private func permissions(
        _ scopes: [String], of application: SimulatedApplication, at cloud: SimulatedCloud
    ) throws(EntraError) -> [String] {
        var names: [String] = []
        for scope in scopes {
            guard scope.contains("://") else {
                names.append(scope)
                continue
            }
            let name = String(scope.dropFirst(try audience(scope: scope, at: cloud).count + 1))
            names += name == ".default" ? application.delegatedPermissions : [name]
        }
        return names
    }

    /// Nine characters that nobody confuses.
    private static func userCode(_ tag: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
        return String(tag.prefix(9).map { alphabet[Int($0) % alphabet.count] })
    }

    /// The user decides. A sign-in that was decided, collected or has expired cannot be decided again.
    mutating func decideSignIn(
        userCode: String, _ decision: DeviceSignIn.Decision
    ) throws(WorldError) {
        guard let signIn = deviceCodes.signIn(userCode: userCode), signIn.state == .pending else {
            throw .signInUnknown(userCode)
        }
        switch decision {
        case .approve(let user, let scopes):
            guard let mailbox = world.mailbox(tenant: signIn.tenant, named: user), !mailbox.isGroup else {
                throw .mailboxUnknown(user)
            }
            deviceCodes.approve(
                signIn, .init(user: mailbox.objectID, scopes: scopes ?? signIn.permissions, refreshToken: "")
            )
        case .decline: deviceCodes.decide(signIn, .declined)
        case .expire: deviceCodes.decide(signIn, .expired)
        }
    }
}
