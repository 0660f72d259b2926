import CommandContract
import HTTPTypes
import Testing

@testable import HTTPService

@Suite("Standard Webhooks signature")
struct WebhookVerifierTests {
    private func verify(
        _ headers: HTTPFields, body: String = IntakeBench.body, now: Int64 = IntakeBench.now
    ) throws -> VerifiedWebhook? {
        let keyring = try WebhookKeyring([
            IntakeBench.source: [WebhookSecret(IntakeBench.secret), WebhookSecret(IntakeBench.oldSecret)],
            IntakeBench.otherSource: [WebhookSecret(IntakeBench.otherSecret)],
        ])
        return WebhookVerifier(keyring: keyring, tolerance: 300).verify(headers, body: Array(body.utf8), now: now)
    }

    private static func signed(_ text: String) -> HTTPFields {
        var headers = IntakeBench.headers()
        headers[.webhookSignature] = text
        return headers
    }

    private static let right = IntakeBench.signature(
        IntakeBench.keyBytes, id: "msg_1", time: "\(IntakeBench.now)", bytes: Array(IntakeBench.body.utf8)
    )

    @Test("the vector of the reference libraries verifies")
    func officialVector() throws {
        let keyring = try WebhookKeyring(["/vector": [WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]])
        let headers: HTTPFields = [
            .rescindSource: "/vector", .webhookID: "msg_p5jXN8AQM9LWM0D4loKWxJek", .webhookTimestamp: "1614265330",
            .webhookSignature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        ]
        let verified = WebhookVerifier(keyring: keyring, tolerance: 300)
            .verify(headers, body: Array(#"{"test": 2432232314}"#.utf8), now: 1_614_265_330)
        #expect(verified == VerifiedWebhook(source: "/vector", id: "msg_p5jXN8AQM9LWM0D4loKWxJek"))
    }

    @Test("the old secret and the new one both sign during a rotation")
    func rotation() throws {
        let time = "\(IntakeBench.now)"
        let old = IntakeBench.signature(
            IntakeBench.oldKeyBytes, id: "msg_1", time: time, bytes: Array(IntakeBench.body.utf8))
        #expect(try verify(Self.signed("v1,\(old)")) != nil)
        #expect(try verify(Self.signed("v1,\(Self.right)")) != nil)
        #expect(try verify(Self.signed("v1,\(old) v1,\(Self.right)")) != nil)
    }

    @Test(
        "each of the three headers and the source stands exactly once", arguments: 0..<4, ["missing", "empty", "twice"])
    func headersOnce(header: Int, fault: String) throws {
        let names: [HTTPField.Name] = [.webhookID, .webhookTimestamp, .webhookSignature, .rescindSource]
        let name = names[header]
        var headers = IntakeBench.headers()
        let value = try #require(headers[name])
        switch fault {
        case "missing": headers[name] = nil
        case "empty": headers[name] = ""
        default: headers.append(HTTPField(name: name, value: value))
        }
        #expect(try verify(headers) == nil)
    }

    @Test("an id is 1 to 128 letters, digits, - and _", arguments: ["a.b", "a b", "é", "a/b", "a\u{0}b", "x:1"])
    func badIDs(id: String) throws {
        #expect(try verify(IntakeBench.headers(id: id)) == nil)
    }

    @Test("an id's length is bounded")
    func idLength() throws {
        #expect(try verify(IntakeBench.headers(id: String(repeating: "a", count: 128))) != nil)
        #expect(try verify(IntakeBench.headers(id: String(repeating: "a", count: 129))) == nil)
    }

    @Test("a dot in the id does not move bytes between the signed parts")
    func shiftedDot() throws {
        // Signed for id "a" and time "1.<now>": the same bytes as id "a.1" and time "<now>".
        let now = "\(IntakeBench.now)"
        let signature = IntakeBench.signature(
            IntakeBench.keyBytes, id: "a.1", time: now, bytes: Array(IntakeBench.body.utf8))
        for (id, time) in [("a", "1.\(now)"), ("a.1", now)] {
            var headers = IntakeBench.headers(id: id, time: time)
            headers[.webhookSignature] = "v1,\(signature)"
            #expect(try verify(headers) == nil)
        }
    }

    @Test(
        "the tolerance is 300 s, either way",
        arguments: [(-301, false), (-300, true), (0, true), (299, true), (300, true), (301, false)])
    func tolerance(offset: Int64, isFresh: Bool) throws {
        let headers = IntakeBench.headers(time: "\(IntakeBench.now + offset)")
        #expect(try (verify(headers) != nil) == isFresh)
    }

    @Test(
        "a timestamp has one spelling, 1 to 12 digits, however well it is signed",
        arguments: [
            "1.795e9", "1795000000.0", "1795000000.5", "+1795000000", "-1795000000", "0x6AFD7C40", "NaN", "",
            "1795000000000", "1000000000000000000000000000000", "1795000000 0", "1_795_000_000", "١٧٩٥٠٠٠٠٠٠",
            "1795000000\u{A0}",
        ])
    func timestampSpelling(time: String) throws {
        #expect(try verify(IntakeBench.headers(time: time)) == nil)
    }

    @Test("leading zeros are another text and sign as such")
    func leadingZeros() throws {
        #expect(try verify(IntakeBench.headers(time: "00\(IntakeBench.now)")) != nil)
        var headers = IntakeBench.headers()
        headers[.webhookTimestamp] = "00\(IntakeBench.now)"
        #expect(try verify(headers) == nil)
    }

    @Test(
        "a signature has one spelling",
        arguments: [
            "", "v1", "v1,", ",\(right)", right, "v2,\(right)", "v1a,\(right)", "V1,\(right)", "v1;\(right)",
            "v1,\(right.dropLast())", "v1,\(right)=", "v1,\(right)x", "v1,\(right.dropLast(4))", "v1, \(right)",
            "v1,\(right),v1,\(right)", "v1,=\(right.dropLast())", "v1 \(right)",
            "v1,\(right.lowercased())", "v1,\(right.replacing("+", with: "-").replacing("/", with: "_"))_",
        ])
    func signatureSpelling(text: String) throws {
        #expect(try verify(Self.signed(text)) == nil)
    }

    @Test("unused bits of the last base64 digit are not free")
    func strictBase64() throws {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        // 32 bytes leave two unused bits in the last digit before the padding.
        let last = try #require(digits.firstIndex(of: Self.right.dropLast().last ?? "!"))
        for bits in 1...3 {
            let twin = Self.right.dropLast(2) + String(digits[last ^ bits]) + "="
            #expect(try verify(Self.signed("v1,\(twin)")) == nil)
        }
    }

    @Test("a valid signature among the first sixteen counts, a later one does not")
    func manySignatures() throws {
        let wrong = Array(repeating: "v1,\(String(repeating: "A", count: 43))=", count: 20)
        let right = "v1,\(Self.right)"
        #expect(try verify(Self.signed((wrong.prefix(15) + [right]).joined(separator: " "))) != nil)
        #expect(try verify(Self.signed((wrong.prefix(16) + [right]).joined(separator: " "))) == nil)
        #expect(try verify(Self.signed((["v1a,x", "v2,y"] + [right]).joined(separator: " "))) != nil)
    }

    @Test("a source cannot speak as another, nor as one that does not exist")
    func sources() throws {
        for name in [IntakeBench.otherSource, "/nobody", "/scheduling/ROOMS", "/scheduling/rooms/", "*"] {
            var headers = IntakeBench.headers()
            headers[.rescindSource] = name
            #expect(try verify(headers) == nil)
        }
    }

    @Test("a source is its bytes: U+212A is not K")
    func kelvinSign() throws {
        let keyring = try WebhookKeyring(["K": [WebhookSecret(IntakeBench.secret)]])
        let verifier = WebhookVerifier(keyring: keyring, tolerance: 300)
        var headers = IntakeBench.headers()
        headers[.rescindSource] = "K"
        #expect(verifier.verify(headers, body: Array(IntakeBench.body.utf8), now: IntakeBench.now) != nil)
        headers[.rescindSource] = "\u{212A}"
        #expect(verifier.verify(headers, body: Array(IntakeBench.body.utf8), now: IntakeBench.now) == nil)
    }

    @Test("no flipped bit of body, id, time or signature passes")
    func bitFlips() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let keyring = try WebhookKeyring([IntakeBench.source: [WebhookSecret(IntakeBench.secret)]])
        let verifier = WebhookVerifier(keyring: keyring, tolerance: .max / 2)
        let headers = IntakeBench.headers()
        let names: [HTTPField.Name] = [.webhookID, .webhookTimestamp, .webhookSignature]
        #expect(verifier.verify(headers, body: Array(IntakeBench.body.utf8), now: IntakeBench.now) != nil)
        for _ in 0..<5000 {
            var body = Array(IntakeBench.body.utf8)
            var flipped = headers
            let part = Int.random(in: 0...3, using: &random)
            if part == 3 {
                body[Int.random(in: body.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            } else {
                var bytes = Array((headers[names[part]] ?? "").utf8)
                bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                flipped[names[part]] = nil
                flipped.append(HTTPField(name: names[part], lenientValue: bytes))
            }
            let verified = verifier.verify(flipped, body: body, now: IntakeBench.now)
            #expect(verified == nil, "seed \(seed), part \(part)")
        }
    }
}
