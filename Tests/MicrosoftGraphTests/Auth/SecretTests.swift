import Testing

@testable import MicrosoftGraph

@Suite struct SecretTests {
    private struct Holder {
        let secret: Secret
        let token: AccessToken
    }

    @Test("no way of printing shows a secret or a token")
    func redacted() {
        let secret = Secret("canary-secret")
        let token = AccessToken(cloud: .global, value: Secret("canary-token"), expiry: .now, scope: "canary-scope")
        let holder = Holder(secret: secret, token: token)
        var texts = ["\(secret)", String(reflecting: secret), "\(token)", String(reflecting: token), "\(holder)"]
        texts += ["\([secret])", "\(Optional(secret) as Any)", "\(["k": token])", String(reflecting: holder)]
        for value in [secret, token, holder] as [Any] {
            var dumped = ""
            dump(value, to: &dumped)
            texts.append(dumped)
            texts += Mirror(reflecting: value).children.map { "\($0)" }
        }
        for text in texts { #expect(!text.contains("canary")) }
        #expect("\(secret)" == "<redacted>")
        #expect("\(token)" == "AccessToken(cloud: global)")
        #expect(secret.reveal() == "canary-secret")
    }

    private func shown(_ value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return dumped + String(describing: value) + String(reflecting: value) + "\([value])"
    }

    @Test("nor does any show whose token it is, what a request carries, or a certificate's key")
    func carriers() throws {
        let claims = "{\"oid\":\"canary-oid\",\"upn\":\"canary@upn.example\",\"scp\":\"Calendars.ReadWrite\"}"
        let token = AccessToken(
            cloud: .global, value: Secret("e30.\(Base64URL.encode(claims.utf8)).x"), expiry: .now)
        #expect(token.claims.upn == "canary@upn.example")
        let request = TransportRequest(
            method: .post, url: "https://graph.example/users/canary@upn.example",
            headers: [("Authorization", "Bearer canary")], body: Array("canary".utf8), answerLimit: 1)
        #expect(!shown(token.claims).contains("canary"))
        #expect(shown(token.claims).contains("Calendars.ReadWrite"))
        #expect(!shown(request).contains("canary"))
        #expect(!shown(request).contains("99, 97, 110"), "the body's bytes")
        let certificate = try CertificateAndKey(TestCertificate.one.get().pem)
        #expect(!shown(certificate).lowercased().contains("key:"), "\(shown(certificate))")
        #expect(shown(certificate).contains(certificate.thumbprint))
    }
}
