import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOSSL
import Testing

@testable import GraphSimulator

@Suite(.timeLimit(.minutes(1)))
struct CertificateTests {
    private func status(of url: String, trusting authority: String?) async throws -> Int {
        var tls = TLSConfiguration.makeClientConfiguration()
        if let authority {
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(authority.utf8)))
        }
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        // A refused certificate would be tried again until the deadline.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let result = await Result {
            try await Int(client.execute(HTTPClientRequest(url: url), timeout: .seconds(20)).status.code)
        }
        try await client.shutdown()
        return try result.get()
    }

    @Test func whoTrustsTheAuthorityConnectsToBothNamesAndOthersDoNot() async throws {
        let certificates = try SimulatorCertificates(now: .now)
        try await SimulatorHarness.run(configuration: .init(certificates: certificates)) { harness in
            for endpoint in harness.endpoints.values {
                for host in ["127.0.0.1", "localhost"] {
                    let url = "https://\(host):\(endpoint.port)/_control/faults"
                    #expect(try await status(of: url, trusting: certificates.authorityPEM) == 200)
                }
                #expect(endpoint.graphRoot == "https://127.0.0.1:\(endpoint.port)")
            }
            let root = try #require(harness.endpoints[.global]?.graphRoot)
            for authority in [nil, try SimulatorCertificates(now: .now).authorityPEM] {
                await #expect(throws: NIOSSLError.self) {
                    try await status(of: root + "/_control/faults", trusting: authority)
                }
            }
        }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
