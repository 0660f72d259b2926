import CommandContract
import Testing

@Suite("Hashes of identity and content")
struct IdentityHashTests {
    private static func identity(_ source: String, _ id: String) throws -> IdentityHash {
        IdentityHash(try CommandIdentity(source: source, id: id))
    }

    private static func content(_ data: String, type: String = "t") throws -> ContentHash {
        ContentHash(type: type, data: try JSONReader.read(Array(data.utf8)))
    }

    /// Computed with another SHA-256: the ledger's keys are made of these, so no release may change them.
    @Test("an identity's hash is the same for ever")
    func stable() throws {
        let hash = try Self.identity("/scheduling/rooms", "cmd-2026-000017")
        #expect(String(hash.high, radix: 16) == "1197782f8a67261b")
        #expect(String(hash.low, radix: 16) == "7e639cce4921c2c8")
        #expect(ContentHash(type: "t", data: nil).value == 0x3776_096E_9733_584B)
        #expect(try Self.content(#"{"b":1,"a":"x"}"#).value == 0x6BE0_D919_4785_E161)
    }

    @Test("source and id do not run together")
    func boundary() throws {
        let hashes = try [("a", "bc"), ("ab", "c"), ("abc", "-"), ("-", "abc")].map(Self.identity)
        #expect(Set(hashes).count == 4)
    }

    @Test("the order of members and the space between them do not matter, at any depth")
    func canonical() throws {
        let first = try Self.content(#"{"a":{"x":[1,{"p":1,"q":2}],"y":"z"},"b":true}"#)
        let second = try Self.content(#"{ "b" : true, "a" : { "y":"z", "x" : [ 1 , {"q":2,"p":1} ] } }"#)
        #expect(first == second)
    }

    @Test("whatever the command says matters: numbers, strings, order of elements, presence, type")
    func differences() throws {
        let texts = [
            #"{}"#, #"{"a":1}"#, #"{"a":1.0}"#, #"{"a":"1"}"#, #"{"a":true}"#, #"{"a":null}"#, #"{"b":1}"#,
            #"{"a":[1,2]}"#, #"{"a":[2,1]}"#, #"{"a":{"b":1}}"#, #"{"a":1,"b":1}"#, #"{"a":"A"}"#, #"{"a":"a"}"#,
        ]
        var hashes = try texts.map { try Self.content($0) }
        hashes.append(try Self.content("{}", type: "u"))
        hashes.append(ContentHash(type: "t", data: nil))
        #expect(Set(hashes).count == hashes.count)
    }

    @Test("what a sender changes when it repeats itself does not: times, traces, correlation, mode")
    func envelope() throws {
        var repeated = SampleCommand()
        repeated.attributes += [
            ("time", #""2026-11-22T09:30:00Z""#), ("correlationid", #""other""#),
            ("traceparent", #""00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01""#),
            ("expirytime", #""2099-01-01T00:00:00Z""#),
        ]
        let hashes = try [
            SampleCommand().decodeStructured(), repeated.decodeStructured(), SampleCommand().decodeBinary(),
        ].map {
            try Self.content(of: $0)
        }
        #expect(Set(hashes).count == 1)
        let other = try Self.content(of: SampleCommand().settingData("comment", to: #""x""#).decodeStructured())
        #expect(!hashes.contains(other))
    }

    private static func content(of decoded: RecordDecoder.Decoded) throws -> ContentHash {
        guard case .command(let command) = decoded else { throw NotACommand() }
        return try #require(command.envelope.content)
    }

    private struct NotACommand: Error {}
}
