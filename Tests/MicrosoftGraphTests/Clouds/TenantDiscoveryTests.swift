import MicrosoftGraph
import Testing

@Suite(.timeLimit(.minutes(1))) struct TenantDiscoveryTests {
    private func ask(
        _ script: FakeServer.Script, tenant: String = "contoso.example"
    ) async throws -> (Result<TenantMetadata, TenantDiscovery.Failure>, [RecordedRequest]) {
        try await GraphFixture.run(script: .always(script)) { graph in
            let discovery = TenantDiscovery(transport: graph.transport)
            do throws(TenantDiscovery.Failure) {
                let metadata = try await discovery.metadata(of: tenant, in: graph.cloud)
                return (.success(metadata), graph.server.requests)
            } catch {
                return (.failure(error), graph.server.requests)
            }
        }
    }

    @Test("one request without credentials, for the tenant's own document")
    func request() async throws {
        let body = #"{"cloud_instance_name":"microsoftonline.us","tenant_region_sub_scope":"DOD"}"#
        let (result, requests) = try await ask(.answer(200, body))
        #expect(requests.map(\.line) == ["GET /contoso.example/v2.0/.well-known/openid-configuration HTTP/1.1"])
        #expect(requests.first?.values("authorization") == [])
        #expect(try result.get().proof(of: .usGovL5) == .proven)
    }

    @Test("no text of a tenant leaves its path segment")
    func encoded() async throws {
        let (_, requests) = try await ask(.answer(200, "{}"), tenant: "a/../b?c")
        #expect(requests.first?.line.hasPrefix("GET /a%2F..%2Fb%3Fc/v2.0/") == true)
    }

    @Test(
        "an unknown tenant is told from an authority that does not answer",
        arguments: [
            (.answer(400, #"{"error":"invalid_tenant"}"#), .tenantUnknown),
            (.answer(404, ""), .unanswered("status 404")),
            (.answer(503, ""), .unanswered("status 503")), (.answer(302, ""), .unanswered("status 302")),
            (.answer(200, "<html>"), .unanswered("unreadableAnswer")), (.close, .unanswered("connectionLost")),
            (.answer(200, String(repeating: "x", count: 65_537)), .unanswered("unreadableAnswer")),
        ] as [(FakeServer.Script, TenantDiscovery.Failure)]
    )
    func failures(script: FakeServer.Script, failure: TenantDiscovery.Failure) async throws {
        let (result, _) = try await ask(script)
        #expect(result == .failure(failure))
    }
}
