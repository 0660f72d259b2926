import Crypto
import Testing

@testable import CommandContract

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Signed records")
struct RecordSignaturesTests {
    private static let source = "/scheduling/rooms"
    private static let key = [UInt8](0..<32)
    private static let oldKey = [UInt8](100..<132)
    private static let value = Array(#"{"specversion":"1.0","id":"cmd-1"}"#.utf8)
    private static let time: Int64 = 1_795_000_000
    private static let recorded = Timestamp(milliseconds: time * 1000)
    private static let structured = RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")

    private static func secret(_ key: [UInt8]) throws -> WebhookSecret {
        try WebhookSecret("whsec_" + Data(key).base64EncodedString())
    }

    private static func keyring(_ keys: [[UInt8]] = [key, oldKey]) throws -> WebhookKeyring {
        // Another source with more secrets: the first one's are padded with decoys.
        let other = try (0..<4).map { try secret([UInt8](repeating: $0, count: 40)) }
        return try WebhookKeyring([source: keys.map(secret), "/other": other])
    }

    /// Signed with code of its own.
    private static func signature(
        _ key: [UInt8] = key, id: String = "msg_1", time: String = "\(time)", value: [UInt8] = value
    ) -> String {
        let signed = Array("\(id).\(time).".utf8) + value
        let code = HMAC<SHA256>.authenticationCode(for: signed, using: SymmetricKey(data: key))
        return "v1," + Data(code).base64EncodedString()
    }

    private static func headers(
        id: String = "msg_1", time: String = "\(time)", signature text: String? = nil
    ) -> [RecordHeader] {
        [
            structured, RecordHeader("webhook-id", id), RecordHeader("webhook-timestamp", time),
            RecordHeader("webhook-signature", text ?? signature(id: id, time: time)),
        ]
    }

    private func finding(
        _ headers: [RecordHeader], source: String = source, value: [UInt8] = value, recorded: Timestamp? = recorded,
        tolerance: Int64 = 300
    ) throws -> RecordSignatures.Finding {
        try RecordSignatures(keyring: Self.keyring(), tolerance: tolerance).finding(
            of: source, headers: headers, value: value, recorded: recorded)
    }

    @Test("a signature over the structured event holds, with the old secret and the new one, beside others")
    func holds() throws {
        let old = Self.signature(Self.oldKey)
        for text in [Self.signature(), old, "v1,AAAA \(old)", "v2,x v1a,y \(Self.signature())"] {
            #expect(try finding(Self.headers(signature: text)) == .holds)
        }
        // The mark of a forward, a trace, whatever else is there.
        let more = [RecordHeader("rescind-forwarded-from", "0/1/2"), RecordHeader(name: "x", value: nil)]
        #expect(try finding(more + Self.headers() + more) == .holds)
    }

    @Test("an id of its own is no fault: the event's identity is among the signed bytes")
    func otherID() throws { #expect(try finding(Self.headers(id: "delivery-7")) == .holds) }

    @Test(
        "each of the three stands once, in UTF-8", arguments: ["webhook-id", "webhook-timestamp", "webhook-signature"])
    func once(name: String) throws {
        let all = Self.headers()
        let own = try #require(all.first { $0.name == name })
        let others = all.filter { $0.name != name }
        for headers in [
            others, all + [own], others + [RecordHeader(name: name, value: nil)],
            others + [RecordHeader(name: name, value: [0xFF])],
        ] {
            #expect(try finding(headers) == .broken("\(name), once"))
        }
        #expect(try finding(others + [RecordHeader(name, "")]) != .holds)
    }

    @Test("what was signed is what counts: another body, id, time, secret or source does not hold")
    func forged() throws {
        let name = RecordSignatures.signatureHeader
        #expect(try finding(Self.headers(), value: Self.value + [0x20]) == .broken(name))
        #expect(try finding(Self.headers(signature: Self.signature(id: "msg_2"))) == .broken(name))
        #expect(try finding(Self.headers(signature: Self.signature(time: "\(Self.time + 1)"))) == .broken(name))
        #expect(
            try finding(Self.headers(signature: Self.signature([UInt8](repeating: 7, count: 32)))) == .broken(name))
        #expect(try finding(Self.headers(), source: "/other") == .broken(name))
        let code = Self.signature().dropFirst(3)
        for text in ["", "v1", "v1,", String(code), "v2,\(code)", "V1,\(code)", "v1, \(code)", "v1,\(code.dropLast())"]
        {
            #expect(try finding(Self.headers(signature: text)) == .broken(name))
        }
    }

    @Test("ids and times have one spelling", arguments: ["a.b", "", "é", "a b", String(repeating: "a", count: 129)])
    func spelling(id: String) throws {
        #expect(try finding(Self.headers(id: id)) == .broken("webhook-id or webhook-timestamp"))
        for time in ["1.795e9", "+1795000000", "1795000000000", "-1", "", " \(Self.time)"] {
            #expect(try finding(Self.headers(time: time)) == .broken("webhook-id or webhook-timestamp"))
        }
    }

    /// However long the record has waited: nothing here asks a clock.
    @Test(
        "the signed time is held against the record's, either way",
        arguments: [(-301, false), (-300, true), (0, true), (300, true), (301, false), (86_400, false)])
    func freshness(offset: Int64, holds: Bool) throws {
        let recorded = Timestamp(milliseconds: (Self.time + offset) * 1000)
        #expect(try finding(Self.headers(), recorded: recorded) == (holds ? .holds : .broken("webhook-timestamp")))
    }

    @Test("a record without a time, or with one beyond all reckoning, proves nothing")
    func noTime() throws {
        for recorded in [nil, Timestamp(milliseconds: .min), Timestamp(milliseconds: .max)] as [Timestamp?] {
            #expect(try finding(Self.headers(), recorded: recorded) == .broken("webhook-timestamp"))
        }
    }

    @Test("in binary mode source, id and type are not signed: such a record is as good as unsigned")
    func binary() throws {
        let signed = Array(Self.headers().dropFirst())
        let types = [nil, "application/json", "text/plain", "application/cloudevent+json"] as [String?]
        for type in types {
            let headers = signed + (type.map { [RecordHeader("content-type", $0)] } ?? [])
            #expect(try finding(headers) == .absent)
        }
        #expect(try finding(signed + [Self.structured, Self.structured]) == .absent)
        #expect(try finding(signed + [RecordHeader("Content-Type", "application/CloudEvents+json")]) == .holds)
    }

    @Test("a source without a secret signs nothing, whatever its records carry")
    func noSecret() throws {
        for source in ["/nobody", "/scheduling/ROOMS", ""] {
            #expect(try finding(Self.headers(), source: source) == .absent)
        }
        let none = RecordSignatures().finding(
            of: Self.source, headers: Self.headers(), value: Self.value, recorded: Self.recorded)
        #expect(none == .absent)
        #expect(try finding([Self.structured]) == .absent)
    }

    @Test("what the intake writes holds for whoever knows one of the secrets")
    func written() throws {
        let headers = try Self.keyring().signatureHeaders(
            of: Self.source, id: "msg_9", time: Self.time, value: Self.value)
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        for keys in [[Self.key], [Self.oldKey], [Self.oldKey, Self.key]] {
            let reader = RecordSignatures(keyring: try Self.keyring(keys))
            let finding = reader.finding(
                of: Self.source, headers: headers + [Self.structured], value: Self.value, recorded: Self.recorded)
            #expect(finding == .holds)
        }
        let stranger = RecordSignatures(keyring: try Self.keyring([[UInt8](repeating: 9, count: 32)]))
        let finding = stranger.finding(
            of: Self.source, headers: headers + [Self.structured], value: Self.value, recorded: Self.recorded)
        #expect(finding == .broken("webhook-signature"))
        #expect(
            try Self.keyring().signatureHeaders(of: "/nobody", id: "m", time: Self.time, value: Self.value).isEmpty)
    }

    @Test("no flipped bit of a signed record passes")
    func bitFlips() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SeededGenerator(seed: seed)
        let signatures = RecordSignatures(keyring: try Self.keyring(), tolerance: .max / 2)
        func holds(_ headers: [RecordHeader], _ value: [UInt8]) -> Bool {
            signatures.finding(of: Self.source, headers: headers, value: value, recorded: Self.recorded) == .holds
        }
        #expect(holds(Self.headers(), Self.value))
        for _ in 0..<3000 {
            var (headers, value) = (Self.headers(), Self.value)
            let part = Int.random(in: 0...3, using: &random)
            var bytes = part == 0 ? value : headers[part].value ?? []
            bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            if part == 0 { value = bytes } else { headers[part] = RecordHeader(name: headers[part].name, value: bytes) }
            #expect(!holds(headers, value), "seed \(seed), part \(part)")
        }
    }
}
