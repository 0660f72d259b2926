import MicrosoftGraph
import Testing

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
}
