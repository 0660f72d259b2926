import FoundationEssentials

@testable import GraphSimulator

/// Drawn once for all tests, because drawing an RSA key is slow. All tests' clocks stand at `now`.
enum LabCredentials {
    static let now = Date(timeIntervalSince1970: 1_800_000_000)

    static let current = Result { try certificate(from: -86_400, until: 86_400) }
    static let next = Result { try certificate(from: -60, until: 30 * 86_400) }
    static let expired = Result { try certificate(from: -86_400, until: -1) }
    static let notYetGood = Result { try certificate(from: 60, until: 86_400) }
    static let cluster = Result { try SimulatedFederatedIssuer(LabTenant.clusterIssuer) }
    /// Another key under the same name.
    static let impostor = Result { try SimulatedFederatedIssuer(LabTenant.clusterIssuer) }

    private static func certificate(from: Double, until: Double) throws -> SimulatedClientCertificate {
        try SimulatedClientCertificate(
            notValidBefore: now.addingTimeInterval(from), notValidAfter: now.addingTimeInterval(until)
        )
    }
}

/// An assertion about to be signed; as it stands it is good.
struct AssertionDraft: Sendable {
    var header: [String: JSONValue] = ["typ": "JWT"]
    var payload: [String: JSONValue]
    var algorithm = AssertionAlgorithm.ps256

    init(tenant: LabTenant = LabWorld.global, audience: String, named certificate: SimulatedClientCertificate) {
        let now = Int(LabCredentials.now.timeIntervalSince1970)
        payload = [
            "aud": .string(audience), "iss": .string(tenant.clientID), "sub": .string(tenant.clientID),
            "jti": .string("\(UInt64.random(in: 0...UInt64.max))"), "nbf": .integer(now), "iat": .integer(now),
            "exp": .integer(now + 600),
        ]
        header["x5t#S256"] = .string(Base64.url(certificate.registered.thumbprint))
    }

    func signed(by certificate: SimulatedClientCertificate) throws -> String {
        try certificate.mint.token(payload, header: header, algorithm: algorithm)
    }
}

extension SimulatorHarness {
    /// Runs with a clock at `LabCredentials.now`.
    static func runAtLabTime(_ body: @Sendable (SimulatorHarness, ManualTime) async throws -> Void) async throws {
        let clock = ManualTime(now: LabCredentials.now)
        try await run(time: clock.time) { try await body($0, clock) }
    }

    /// The token endpoint at the simulator's own address.
    func tokenEndpoint(_ tenant: LabTenant = LabWorld.global, at cloud: SimulatedCloud? = nil) -> String {
        "\(endpoints[cloud ?? tenant.cloud]?.authority ?? "")/\(tenant.id)/oauth2/v2.0/token"
    }

    func register(_ certificates: SimulatedClientCertificate..., tenant: LabTenant = LabWorld.global) throws {
        try simulator.changeApplication(tenant: tenant.id, clientID: tenant.clientID) {
            $0.certificates = certificates.map(\.registered)
        }
    }

    /// The client-credentials grant with an assertion.
    func exchange(
        _ assertion: String, tenant: LabTenant = LabWorld.global, cloud: SimulatedCloud? = nil,
        type: String? = TokenRequest.assertionType, more: String = ""
    ) async throws -> ReceivedAnswer {
        let form =
            "grant_type=client_credentials&client_id=\(tenant.clientID)"
            + "&scope=\(PercentEncoding.encode(tenant.cloud.graphRoot + "/.default"))"
            + "&client_assertion=\(assertion)"
            + (type.map { "&client_assertion_type=\(PercentEncoding.encode($0))" } ?? "") + more
        return try await requestToken(tenant.id, form, cloud: cloud ?? tenant.cloud)
    }
}
