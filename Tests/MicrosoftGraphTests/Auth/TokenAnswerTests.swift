import NIOHTTP1
import Testing

@testable import MicrosoftGraph

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct TokenAnswerTests {
    private func read(_ body: String, type: String = "application/json") throws(TokenError) -> TokenAnswer {
        try TokenAnswer.read(
            TransportAnswer(
                status: 200, headers: ["Content-Type": type], body: .complete(Array(body.utf8)), receivedAt: Date()
            )
        )
    }

    private func granted(_ members: String) -> String { #"{"token_type":"Bearer","access_token":"t",\#(members)}"# }

    @Test(
        "refresh_in is a number or its text, within the lifetime; anything else is as if it were not there",
        arguments: [
            ("1800", 1800), ("\"1800\"", 1800), ("7200", 3600), ("0", nil), ("-5", nil), ("\"soon\"", nil),
            ("null", nil), ("[1]", nil), ("1e300", nil),
        ] as [(String, Int?)]
    )
    func refreshIn(text: String, seconds: Int?) throws {
        let answer = try read(granted(#""expires_in":3600,"refresh_in":\#(text)"#))
        #expect(answer.refreshIn == seconds.map { .seconds($0) })
        #expect(answer.lifetime == .seconds(3600))
    }

    @Test(
        "what is wrong with a token answer is named",
        arguments: [
            (#"{"token_type":"Bearer","access_token":"t","expires_in":0}"#, "expires_in"),
            (#"{"token_type":"Bearer","access_token":"t","expires_in":-1}"#, "expires_in"),
            (#"{"token_type":"Bearer","access_token":"t","expires_in":"soon"}"#, "expires_in"),
            (#"{"token_type":"Bearer","access_token":"t"}"#, "expires_in"),
            (#"{"token_type":"mac","access_token":"t","expires_in":60}"#, "token_type"),
            (#"{"token_type":"Bearer","access_token":"","expires_in":60}"#, "access_token"),
            (#"{"token_type":"Bearer","access_token":7,"expires_in":60}"#, "access_token"),
            ("<html>", "JSON"), ("[]", "JSON"),
        ]
    )
    func unreadable(body: String, named: String) throws {
        let error = try #require(throws: TokenError.self) { try self.read(body) }
        #expect(error.kind == .unreadableAnswer)
        #expect(error.detail?.contains(named) == true)
    }

    @Test("an HTML page says that something else has answered")
    func html() throws {
        let error = try #require(throws: TokenError.self) { try self.read("<html>", type: "text/HTML; charset=utf-8") }
        #expect(error.detail?.contains("proxy") == true)
    }

    @Test("a token is due for its refresh no later than it expires")
    func clamped() {
        let now = ContinuousClock.now
        let token = AccessToken(
            cloud: .global, value: Secret("t"), expiry: now, refreshAfter: now.advanced(by: .seconds(1)))
        #expect(token.refreshAfter == now)
        #expect(AccessToken(cloud: .global, value: Secret("t"), expiry: now).refreshAfter == nil)
    }
}
