import FoundationEssentials
import NIOHTTP1
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct ClaimsChallengeTests {
    private let tenant = LabWorld.global

    private static let capability = #""xms_cc":{"values":["cp1"]}"#

    /// A token asked for with these members of `access_token`; without any, no `claims` are sent.
    private func token(_ harness: SimulatorHarness, _ members: String...) async throws -> String {
        let claims = #"{"access_token":{\#(members.joined(separator: ","))}}"#
        let form =
            "grant_type=client_credentials&client_id=\(tenant.clientID)&client_secret=\(tenant.clientSecret)"
            + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default"
            + (members.isEmpty ? "" : "&claims=\(PercentEncoding.encode(claims))")
        return try await harness.requestToken(tenant.id, form, cloud: .global).string("access_token")
    }

    private func read(_ harness: SimulatorHarness, _ token: String) async throws -> ReceivedAnswer {
        let path = "/v1.0/users/\(tenant.mailboxes[0].objectID)/events/\(tenant.eventID(.review))"
        return try await harness.send(.GET, path, token: token)
    }

    /// The `nbf` that the answer's challenge asks for.
    private func demanded(_ answer: ReceivedAnswer) throws -> String {
        let header = try #require(answer.headers["www-authenticate"].first { $0.contains("claims=\"") })
        #expect(header.contains(#"error="insufficient_claims""#))
        let encoded = header.split(separator: "claims=\"", maxSplits: 1)[1].prefix { $0 != "\"" }
        let json = try #require(Data(base64Encoded: String(encoded)).flatMap { JSONValue(parsing: Array($0)) })
        let notBefore = json["access_token"]?["nbf"]
        #expect(notBefore?["essential"] == .bool(true))
        return try #require(notBefore?["value"]?.string)
    }

    private func nbf(_ value: String) -> String { #""nbf":{"essential":true,"value":"\#(value)"}"# }

    @Test func onlyATokenAskedForWithTheClaimsMergedSatisfiesAChallenge() async throws {
        try await SimulatorHarness.runAtLabTime { harness, clock in
            let first = try await token(harness, Self.capability)
            #expect(try await read(harness, first).status == 200)
            try harness.simulator.revoke(SimulatedRevocation(tenant: tenant.id))
            let challenged = try await read(harness, first)
            #expect(challenged.status == 401)
            #expect(challenged.errorCode == "InvalidAuthenticationToken")
            let value = try demanded(challenged)
            #expect(value == "1800000000")
            // Neither the announcement alone, nor the demand alone, nor an older one will do.
            #expect(try demanded(try await read(harness, try await token(harness, Self.capability))) == value)
            let unmerged = try await read(harness, try await token(harness, nbf(value)))
            #expect(unmerged.status == 401)
            #expect(unmerged.headers["www-authenticate"].allSatisfy { !$0.contains("claims=") })
            let older = try await token(harness, Self.capability, nbf("1799999999"))
            #expect(try demanded(try await read(harness, older)) == value)
            clock.advance(by: 10)
            let good = try await token(harness, Self.capability, nbf(value))
            #expect(try await read(harness, good).status == 200)
            #expect(try await read(harness, first).status == 401)
        }
    }

    @Test func aClientThatAnnouncedNothingIsRefusedWithoutAChallenge() async throws {
        try await SimulatorHarness.runAtLabTime { harness, _ in
            let before = try await token(harness)
            try harness.simulator.revoke(SimulatedRevocation(tenant: tenant.domain, application: tenant.clientID))
            let answer = try await read(harness, before)
            #expect(answer.status == 401)
            #expect(answer.headers["www-authenticate"].count == 1)
            #expect(answer.headers["www-authenticate"].first?.contains("claims") == false)
            // Within the same second: the order decides, not the clock.
            #expect(try await read(harness, try await token(harness)).status == 200)
        }
    }

    @Test(arguments: [1, 3, nil])
    func aChallengeCanBeRepeatedThoughItWasSatisfied(repeats: Int?) async throws {
        try await SimulatorHarness.runAtLabTime { harness, _ in
            try harness.simulator.revoke(SimulatedRevocation(tenant: tenant.id, repeats: repeats))
            var answer = try await read(harness, try await token(harness, Self.capability))
            var values: [String] = []
            for _ in 0..<(repeats ?? 5) {
                values.append(try demanded(answer))
                answer = try await read(harness, try await token(harness, Self.capability, nbf(values.last ?? "")))
            }
            values.append(try demanded(answer))
            #expect(Set(values).count == values.count)
            let last = try await read(harness, try await token(harness, Self.capability, nbf(values.last ?? "")))
            #expect(last.status == (repeats == nil ? 401 : 200))
        }
    }

    @Test(arguments: ChallengeForm.allCases)
    func theChallengeIsThereInEveryForm(form: ChallengeForm) async throws {
        try await SimulatorHarness.runAtLabTime { harness, _ in
            let before = try await token(harness, Self.capability)
            let body = #"{"tenant":"\#(tenant.domain)","form":"\#(form.rawValue)"}"#
            #expect(try await harness.send(.POST, "/_control/revocations", body: body).status == 204)
            let answer = try await read(harness, before)
            #expect(try demanded(answer) == "1800000000")
            #expect(answer.headers["www-authenticate"].count == (form == .several ? 3 : 1))
        }
    }

    @Test func oneUsersTokensCanBeRevokedAlone() async throws {
        try await SimulatorHarness.run { harness in
            let (app, ada, dina) = (
                try await harness.token(), try await harness.delegatedToken(), try await harness.delegateToken()
            )
            try harness.simulator.revoke(SimulatedRevocation(tenant: tenant.id, user: "ada@aurora.example"))
            #expect(try await read(harness, ada).status == 401)
            #expect(try await read(harness, app).status == 200)
            #expect(try await read(harness, dina).status == 200)
            harness.simulator.reset()
            #expect(try await read(harness, ada).status == 200)
        }
    }

    @Test func aTokenIsMarkedAndBadClaimsAreRefused() async throws {
        try await SimulatorHarness.run { harness in
            let marked = try await token(harness, Self.capability)
            let payload = try #require(SignedTokenPayload.read(marked))
            #expect(payload["xms_cc"] == ["cp1"])
            #expect(try #require(SignedTokenPayload.read(try await token(harness)))["xms_cc"] == nil)
            #expect(harness.simulator.requestLog.map { $0.tokenRequest?.announcesClaimsChallenges } == [true, false])
            for claims in [
                "nonsense", "[]", #"{"access_token":1}"#, #"{"access_token":{"xms_cc":"cp1"}}"#,
                #"{"access_token":{"nbf":{"value":1800000000}}}"#, #"{"access_token":{"nbf":{"value":"soon"}}}"#,
            ] {
                let form =
                    "grant_type=client_credentials&client_id=\(tenant.clientID)&client_secret=\(tenant.clientSecret)"
                    + "&scope=https%3A%2F%2Fgraph.microsoft.com%2F.default&claims=\(PercentEncoding.encode(claims))"
                #expect(try await harness.requestToken(tenant.id, form, cloud: .global).aadsts == 90100, "\(claims)")
            }
        }
    }

    @Test(arguments: [
        #"{"tenant":"nowhere.example"}"#, #"{"tenant":"aurora.example","application":"x"}"#,
        #"{"tenant":"aurora.example","user":"nobody"}"#, #"{"tenant":"aurora.example","form":"loud"}"#,
        #"{"tenant":"aurora.example","repeats":-1}"#, #"{}"#,
    ])
    func aBadRevocationIsRefused(body: String) async throws {
        try await SimulatorHarness.run { harness in
            let answer = try await harness.send(.POST, "/_control/revocations", body: body)
            #expect(answer.status == 400)
        }
    }
}
