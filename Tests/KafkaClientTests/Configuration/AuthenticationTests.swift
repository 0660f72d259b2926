import KafkaClient
import Synchronization
import Testing

/// What really goes out on the wire, seen by a server that knows the first bytes of the protocol. No broker with SASL
/// has judged it.
@Suite("Authentication on the wire", .timeLimit(.minutes(1)))
struct AuthenticationTests {
    private func withServer(
        _ settings: [String: String],
        _ provider: (any KafkaTokenProvider)? = nil,
        _ body: (SASLServer, KafkaConnection) async throws -> Void
    ) async throws {
        let server = try SASLServer()
        defer { server.stop() }
        let all = settings.merging(["security.protocol": "SASL_PLAINTEXT", "log_level": "3"]) { given, _ in given }
        let connection = KafkaConnection(
            bootstrapServers: "127.0.0.1:\(server.port)", settings: all, tokenProvider: provider)
        try await body(server, connection)
    }

    private func withReader(_ connection: KafkaConnection, _ body: () async throws -> Void) async throws {
        let configuration = PartitionReaderConfiguration(connection: connection)
        let reader = try PartitionReader(configuration: configuration, starts: [:], logger: .quiet)
        do { try await body() } catch {
            await reader.close()
            throw error
        }
        await reader.close()
    }

    @Test("PLAIN sends the user name and the password")
    func plain() async throws {
        let settings = ["sasl.mechanism": "PLAIN", "sasl.username": "worker", "sasl.password": "hunter2"]
        try await withServer(settings) { server, connection in
            try await withReader(connection) {
                let attempt = try await server.nextAttempt()
                #expect(attempt.mechanism == "PLAIN")
                #expect(attempt.message == "\0worker\0hunter2")
            }
        }
    }

    @Test("SCRAM sends the user name and a nonce, and no password", arguments: ["SCRAM-SHA-256", "SCRAM-SHA-512"])
    func scram(mechanism: String) async throws {
        let settings = ["sasl.mechanism": mechanism, "sasl.username": "worker", "sasl.password": "hunter2"]
        try await withServer(settings) { server, connection in
            try await withReader(connection) {
                let attempt = try await server.nextAttempt()
                #expect(attempt.mechanism == mechanism)
                #expect(attempt.message.hasPrefix("n,,n=worker,r="))
                #expect(!attempt.message.contains("hunter2"))
            }
        }
    }

    private static let oauth = ["sasl.mechanism": "OAUTHBEARER"]

    @Test("OAUTHBEARER sends the provider's token and its extensions")
    func token() async throws {
        let token = KafkaToken.test("header.claims.mac", extensions: ["logicalCluster": "lkc-1"])
        try await withServer(Self.oauth, TestTokens([.success(token)])) { server, connection in
            try await withReader(connection) {
                let attempt = try await server.nextAttempt()
                #expect(attempt.mechanism == "OAUTHBEARER")
                #expect(
                    attempt.message == "n,,\u{1}auth=Bearer header.claims.mac\u{1}logicalCluster=lkc-1\u{1}\u{1}")
            }
        }
    }

    @Test("every kind of client sends it, also one whose thread is blocked in its first call")
    func everyClient() async throws {
        let provider = TestTokens([.success(.test("t"))])
        try await withServer(Self.oauth, provider) { server, connection in
            let member = ConsumerConfiguration(connection: connection, groupID: "g", topics: ["t"])
            try await withConsumer(member) { _ in
                let attempt = try await server.nextAttempt()
                #expect(attempt.message.contains("auth=Bearer t"))
            }
        }
        try await withServer(Self.oauth, provider) { server, connection in
            let configuration = RecordProducerConfiguration(connection: connection)
            let producer = try RecordProducer(configuration: configuration, logger: .quiet)
            #expect(try await server.nextAttempt().message.contains("auth=Bearer t"))
            await producer.close()
        }
        try await withServer(Self.oauth, provider) { server, connection in
            var configuration = TransactionalProducerConfiguration(connection: connection, transactionalID: "slot")
            configuration.callTimeout = .seconds(1)
            configuration.retryLimit = .milliseconds(1)
            let producer = try TransactionalProducer(configuration: configuration, logger: .quiet)
            async let isInitialized = succeeds { try await producer.initialize() }
            #expect(try await server.nextAttempt().message.contains("auth=Bearer t"))
            #expect(await !isInitialized)
            await producer.close()
        }
        try await withServer(Self.oauth, provider) { server, connection in
            let administration = try KafkaAdministration(connection: connection, logger: .quiet)
            async let isReached = succeeds { _ = try await administration.cluster(timeout: .seconds(1)) }
            #expect(try await server.nextAttempt().message.contains("auth=Bearer t"))
            #expect(await !isReached)
            await administration.close()
        }
    }

    @Test("a token is renewed before it expires, and later connections use the new one")
    func renewal() async throws {
        let provider = TestTokens([.success(.test("first", lifetime: .seconds(8))), .success(.test("second"))])
        try await withServer(Self.oauth, provider) { server, connection in
            try await withReader(connection) {
                #expect(try await server.nextAttempt().message.contains("auth=Bearer first"))
                await provider.asked(2)
                while try await !server.nextAttempt().message.contains("auth=Bearer second") {}
            }
        }
    }

    @Test(
        "a provider that has no token, and a token that cannot be sent, are told with their reason and without the token",
        arguments: [
            (Result<KafkaToken, KafkaTokenFailure>.failure(KafkaTokenFailure(reason: "the issuer is away")), "issuer"),
            (.success(.test("hunter2\n")), "printable"), (.success(.test("hunter2\u{1}auth=x")), "printable"),
            (.success(.test("hunter2", lifetime: .seconds(-5))), "expired"),
            (.success(.test("hunter2", extensions: ["auth": "x"])), "reserved"),
        ]
    )
    func refused(answer: Result<KafkaToken, KafkaTokenFailure>, reason: String) async throws {
        try await withServer(Self.oauth, TestTokens([answer])) { _, connection in
            let administration = try KafkaAdministration(connection: connection, logger: .quiet)
            var error: KafkaError?
            // Until the provider has answered there is nothing but the silence to report.
            repeat {
                error = await #expect(throws: KafkaError.self) {
                    try await administration.cluster(timeout: .milliseconds(300))
                }
            } while error?.code == "_TRANSPORT"
            #expect(error?.code == "_AUTHENTICATION")
            #expect(error?.reason.contains(reason) == true, "\(String(describing: error))")
            #expect(error?.description.contains("hunter2") == false)
            await administration.close()
        }
    }

    @Test("a client closes while its provider is still being asked")
    func closedMeanwhile() async throws {
        let provider = SilentTokens()
        try await withServer(Self.oauth, provider) { _, connection in
            for _ in 0..<10 {
                try await withReader(connection) {}
            }
        }
        provider.giveUp()
    }

    @Test("OAUTHBEARER without a provider is refused when a client is made")
    func noProvider() async throws {
        try await withServer(Self.oauth) { _, connection in
            let error = #expect(throws: KafkaError.self) {
                try KafkaAdministration(connection: connection, logger: .quiet)
            }
            #expect(error?.code == "tokenProviderMissing")
        }
    }
}

private func succeeds(_ body: () async throws -> Void) async -> Bool {
    do {
        try await body()
        return true
    } catch {
        return false
    }
}

/// Answers nobody before it is told to, and does not notice that they no longer wait.
private final class SilentTokens: KafkaTokenProvider {
    private let waiting = Mutex<[UnsafeContinuation<Void, Never>]>([])

    func token() async throws(KafkaTokenFailure) -> KafkaToken {
        await withUnsafeContinuation { continuation in waiting.withLock { $0.append(continuation) } }
        throw KafkaTokenFailure(reason: "too late")
    }

    func giveUp() {
        for continuation in waiting.withLock({ $0 }) {
            continuation.resume()
        }
    }
}
