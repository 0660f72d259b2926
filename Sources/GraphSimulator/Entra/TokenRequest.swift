/// A request to the token or the device-code endpoint: the tenant of its path and its form.
struct TokenRequest: Sendable {
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    static let deviceCodeGrant = "urn:ietf:params:oauth:grant-type:device_code"

    /// As in the path: GUID or domain.
    let tenantName: String
    let form: FormBody
    private let basic: BasicCredential?

    init(tenantName: String, request: SimulatedRequest) {
        self.tenantName = tenantName
        form = FormBody(String(decoding: request.body, as: UTF8.self)[...])
        basic = BasicCredential(authorization: request.authorization)
    }

    var clientID: String? { form["client_id"] ?? basic?.clientID }
    var secret: String? { form["client_secret"] ?? basic?.secret }
    var scopes: [String] { form["scope"].map { $0.split(separator: " ").map(String.init) } ?? [] }
    /// A second credential beside the secret is one too many (RFC 6749 §2.3).
    var hasTwoCredentials: Bool {
        [form["client_secret"], form["client_assertion"], basic?.secret].count { $0 != nil } > 1
    }

    /// The assertion taken apart; `nil` when there is none or it is no JSON Web Token.
    var assertion: SignedToken? { form["client_assertion"].flatMap(SignedToken.init) }

    /// What the request offers for a token, right or wrong, as the log names it.
    var grant: SimulatedGrant {
        switch form["grant_type"] {
        case "refresh_token": .refreshToken
        case Self.deviceCodeGrant: .deviceCode
        case "client_credentials":
            if let assertion { CertificateAssertion.isMeant(by: assertion) ? .assertion : .federated } else { .secret }
        default: .unknown
        }
    }
}
