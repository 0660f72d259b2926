import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct CertificateAssertionTests {
    @Test(arguments: [AssertionAlgorithm.ps256, .rs256], SimulatedCloud.allCases)
    func aSignedAssertionYieldsATokenAndTheLogNamesItsAlgorithm(
        algorithm: AssertionAlgorithm, cloud: SimulatedCloud
    ) async throws {
        let certificate = try LabCredentials.current.get()
        let tenant = LabWorld.tenant(in: cloud)
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.register(certificate, tenant: tenant)
            var draft = AssertionDraft(tenant: tenant, audience: harness.tokenEndpoint(tenant), named: certificate)
            draft.algorithm = algorithm
            let answer = try await harness.exchange(try draft.signed(by: certificate), tenant: tenant)
            #expect(answer.status == 200)
            let record = try #require(harness.simulator.requestLog.last)
            #expect(record.tokenRequest?.grant == .assertion)
            #expect(record.tokenRequest?.algorithm == algorithm.rawValue)
            #expect(record.application == tenant.clientID)
            let path = "/v1.0/users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))"
            let read = try await harness.send(.GET, path, cloud: cloud, token: answer.string("access_token"))
            #expect(read.status == 200)
        }
    }

    @Test func theAudienceIsTheTokenEndpointOfThisTenantAndCloud() async throws {
        let certificate = try LabCredentials.current.get()
        let (tenant, l5) = (LabWorld.usGovL4, LabWorld.usGovL5)
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.register(certificate, tenant: tenant)
            let path = "/\(tenant.id)/oauth2/v2.0/token"
            let good = [
                harness.tokenEndpoint(tenant), harness.tokenEndpoint(tenant, at: .usGovL5),
                "https://login.microsoftonline.us\(path)", "https://login.usgovcloudapi.net\(path)",
                "https://login.microsoftonline.us/\(tenant.domain)/oauth2/v2.0/token",
            ]
            let bad = [
                harness.tokenEndpoint(tenant, at: .global), harness.tokenEndpoint(l5),
                "https://login.microsoftonline.com\(path)", "https://login.microsoftonline.us/\(tenant.id)/v2.0",
                "https://login.microsoftonline.us/common/oauth2/v2.0/token", "https://evil.example\(path)",
                "https://login.microsoftonline.us\(path)/", "",
            ]
            for (audience, status) in good.map({ ($0, 200) }) + bad.map({ ($0, 401) }) {
                let draft = AssertionDraft(tenant: tenant, audience: audience, named: certificate)
                let answer = try await harness.exchange(try draft.signed(by: certificate), tenant: tenant)
                #expect(answer.status == status, "\(audience)")
                #expect(answer.aadsts == (status == 200 ? nil : 700_023), "\(audience)")
            }
        }
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let number: Int
        let change: @Sendable (inout AssertionDraft) -> Void

        init(_ description: String, _ number: Int, _ change: @escaping @Sendable (inout AssertionDraft) -> Void) {
            testDescription = description
            self.number = number
            self.change = change
        }
    }

    private static let start = Int(LabCredentials.now.timeIntervalSince1970)

    private static let faults: [Fault] = [
        Fault("other issuer and subject", 700_021) {
            $0.payload["iss"] = "other"
            $0.payload["sub"] = "other"
        },
        // A foreign issuer's token: no credential of the application names it.
        Fault("other subject", 70021) { $0.payload["sub"] = "other" },
        Fault("no subject", 50027) { $0.payload["sub"] = nil },
        Fault("no audience", 700_023) { $0.payload["aud"] = nil },
        Fault("two audiences", 700_023) { draft in draft.payload["aud"] = draft.payload["aud"].map { .array([$0, $0]) }
        },
        Fault("no expiry", 700_024) { $0.payload["exp"] = nil },
        Fault("expired beyond the skew", 700_024) { $0.payload["exp"] = .integer(start - 300) },
        Fault("not yet good beyond the skew", 700_024) { $0.payload["nbf"] = .integer(start + 301) },
        Fault("no identifier", 50027) { $0.payload["jti"] = nil },
        Fault("no thumbprint", 5_002_723) { $0.header["x5t#S256"] = nil },
        Fault("unknown thumbprint", 700_027) {
            $0.header["x5t#S256"] = .string(Base64.url(Array(repeating: 7, count: 32)))
        },
    ]

    @Test(arguments: faults)
    func aFaultyAssertionIsRefusedByItsNumber(fault: Fault) async throws {
        let certificate = try LabCredentials.current.get()
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.register(certificate)
            var draft = AssertionDraft(audience: harness.tokenEndpoint(), named: certificate)
            fault.change(&draft)
            let answer = try await harness.exchange(try draft.signed(by: certificate))
            #expect(answer.aadsts == fault.number)
            #expect(answer.status == 401)
            #expect(answer.json?["error"] == "invalid_client")
            #expect(harness.simulator.requestLog.last?.aadsts == fault.number)
        }
    }

    @Test(arguments: [-299, 299])
    func clocksMayBeFiveMinutesOff(seconds: Int) async throws {
        let certificate = try LabCredentials.current.get()
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.register(certificate)
            var draft = AssertionDraft(audience: harness.tokenEndpoint(), named: certificate)
            draft.payload[seconds < 0 ? "exp" : "nbf"] = .integer(Self.start + seconds)
            #expect(try await harness.exchange(try draft.signed(by: certificate)).status == 200)
        }
    }

    @Test func whatIsNoTokenOrHasAnotherSignatureIsRefused() async throws {
        let (certificate, other) = (try LabCredentials.current.get(), try LabCredentials.next.get())
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.register(certificate)
            let draft = AssertionDraft(audience: harness.tokenEndpoint(), named: certificate)
            let good = try draft.signed(by: certificate)
            let parts = good.split(separator: ".").map(String.init)
            var unsigned = draft.header
            unsigned["alg"] = "none"
            let none = "\(Base64.url(JSONValue.object(unsigned).serialized)).\(parts[1])."
            var relabelled = draft.header
            relabelled["alg"] = "RS256"
            let crossed = "\(Base64.url(JSONValue.object(relabelled).serialized)).\(parts[1]).\(parts[2])"
            var elevated = draft.payload
            elevated["exp"] = .integer(Self.start + 6000)
            let changed = "\(parts[0]).\(Base64.url(JSONValue.object(elevated).serialized)).\(parts[2])"
            let cases: [(String, Int)] = [
                (try draft.signed(by: other), 700_027), (crossed, 700_027), (changed, 700_027), (none, 50027),
                ("nonsense", 50027), ("a.b.c", 50027), ("\(parts[0]).\(parts[1])", 50027), ("\(good)=", 50027),
            ]
            for (assertion, number) in cases {
                #expect(try await harness.exchange(assertion).aadsts == number, "\(assertion)")
            }
            #expect(try await harness.exchange(good).status == 200)
        }
    }

    @Test func anAssertionIsGoodOnce() async throws {
        let certificate = try LabCredentials.current.get()
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.register(certificate)
            let draft = AssertionDraft(audience: harness.tokenEndpoint(), named: certificate)
            // Anew signed it is no other: the identifier counts.
            for (index, assertion) in try [draft.signed(by: certificate), draft.signed(by: certificate)].enumerated() {
                let answer = try await harness.exchange(assertion)
                #expect(answer.aadsts == (index == 0 ? nil : 9_990_001))
                #expect(answer.status == (index == 0 ? 200 : 401))
            }
        }
    }

    @Test func certificatesRotateWithoutAGapAndAnExpiredOneIsRefused() async throws {
        let (current, next) = (try LabCredentials.current.get(), try LabCredentials.next.get())
        try await SimulatorHarness.runAtLabTime { harness, clock in
            func number(_ certificate: SimulatedClientCertificate) async throws -> Int? {
                let draft = AssertionDraft(audience: harness.tokenEndpoint(), named: certificate)
                return try await harness.exchange(try draft.signed(by: certificate)).aadsts
            }
            try harness.register(current)
            #expect(try await number(next) == 700_027)
            try harness.register(current, next)
            #expect(try await number(current) == nil)
            #expect(try await number(next) == nil)
            try harness.register(next)
            #expect(try await number(current) == 700_027)
            let (expired, notYetGood) = (try LabCredentials.expired.get(), try LabCredentials.notYetGood.get())
            try harness.register(expired, notYetGood)
            #expect(try await number(expired) == 700_027)
            #expect(try await number(notYetGood) == 700_027)
            clock.advance(by: 61)
            #expect(try await number(notYetGood) == nil)
        }
    }

    @Test func aThumbprintInStandardBase64IsTakenToo() async throws {
        let certificate = try LabCredentials.current.get()
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.register(certificate)
            var draft = AssertionDraft(audience: harness.tokenEndpoint(), named: certificate)
            draft.header["x5t#S256"] = .string(Data(certificate.registered.thumbprint).base64EncodedString())
            #expect(try await harness.exchange(try draft.signed(by: certificate)).status == 200)
        }
    }

    @Test func theFormMustNameTheTypeAndHoldOneCredential() async throws {
        let certificate = try LabCredentials.current.get()
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.register(certificate)
            func assertion() throws -> String {
                try AssertionDraft(audience: harness.tokenEndpoint(), named: certificate).signed(by: certificate)
            }
            #expect(try await harness.exchange(try assertion(), type: nil).aadsts == 900_144)
            #expect(try await harness.exchange(try assertion(), type: "jwt").aadsts == 50027)
            let secret = "&client_secret=\(LabWorld.global.clientSecret)"
            #expect(try await harness.exchange(try assertion(), more: secret).aadsts == 90100)
        }
    }

    @Test func aCertificateComesInPEMOrDERAndNothingElse() throws {
        let certificate = try LabCredentials.current.get()
        let body = certificate.certificatePEM.split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
        let der = try #require(Base64.fromEither(body))
        #expect(try RegisteredCertificate(der: der).thumbprint == certificate.registered.thumbprint)
        for pem in ["", "nonsense", certificate.keyPEM] {
            #expect(throws: WorldError.certificateInvalid) { try RegisteredCertificate(pem: pem) }
        }
        #expect(throws: WorldError.certificateInvalid) { try RegisteredCertificate(der: [1, 2, 3]) }
        // A key that is no RSA key.
        let elliptic = try SimulatorCertificates(now: LabCredentials.now)
        #expect(throws: WorldError.certificateInvalid) { try RegisteredCertificate(pem: elliptic.authorityPEM) }
    }
}
