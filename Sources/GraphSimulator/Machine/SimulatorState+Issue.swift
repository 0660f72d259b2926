import FoundationEssentials

extension SimulatorState {
    /// Makes the tokens of an order and the answer that carries them.
    mutating func issue(_ order: TokenOrder) -> JSONValue {
        let (tenant, application) = (order.tenant, order.application)
        let mailbox = order.account.flatMap { world.mailbox(tenant: tenant.key, named: $0.user) }
        var members: [String: JSONValue] = [
            "token_type": "Bearer",
            "expires_in": .integer(application.tokenLifetime),
            "ext_expires_in": .integer(application.tokenLifetime),
            "access_token": .string(accessToken(order, mailbox)),
        ]
        members["refresh_in"] = order.refreshIn.map(JSONValue.integer)
        guard let account = order.account else { return .object(members) }
        // Both spellings occur: with the resource before each permission, and bare for personal accounts.
        let resource = tenant.isPersonal ? "" : "\(order.audience)/"
        members["scope"] = .string(account.scopes.map { resource + $0 }.joined(separator: " "))
        if order.withRefreshToken {
            let refreshToken = "1.\(Base64.url(Array(order.tag.suffix(32))))"
            refreshTokens.add(
                refreshToken,
                .init(tenant: tenant.key, application: application.clientID, account: account, issuedAt: order.now)
            )
            members["refresh_token"] = .string(refreshToken)
        }
        if order.withIDToken { members["id_token"] = .string(order.idToken(mailbox)) }
        return .object(members)
    }

    mutating func accessToken(_ order: TokenOrder, _ mailbox: SimulatedMailbox?) -> String {
        tokens.issue(
            order.tokenClaims(mailbox), tag: Array(order.tag.prefix(32)), opaque: order.tenant.isPersonal,
            now: order.now
        )
    }
}
