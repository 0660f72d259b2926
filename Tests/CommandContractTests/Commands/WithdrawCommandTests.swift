import CommandContract
import Testing

@Suite("Reading a withdraw")
struct WithdrawCommandTests {
    private let sample = SampleCommand.withdraw

    private func verdict(_ name: String, _ json: String?) -> Verdict {
        sample.settingData(name, to: json).decodeStructured().verdict
    }

    @Test("it names a command of its own source, and where that command stands")
    func fields() throws {
        let command = try #require(sample.decodeStructured().withdrawal)
        #expect(try command.envelope.identity == CommandIdentity(source: "/scheduling/rooms", id: "cmd-2"))
        #expect(try command.withdrawn == CommandIdentity(source: "/scheduling/rooms", id: "cmd-1"))
        #expect(command.tenant == SampleCommand.tenant)
        #expect(command.target == .user("ada@contoso.example"))
        #expect(sample.decodeBinary().withdrawal?.withdrawn == command.withdrawn)
    }

    @Test("tenant and target are spelled as in the command: lower case, account names as they are")
    func spelling() throws {
        let other = sample.settingData("tenant", to: #""Contoso.Example""#)
            .settingData("target", to: #"{"user":"Ada@Contoso.Example"}"#)
        let command = try #require(other.decodeStructured().withdrawal)
        #expect(command.tenant == "contoso.example")
        #expect(command.target == .user("ada@contoso.example"))
        let account = sample.settingData("target", to: #"{"me":"Rooms"}"#).decodeStructured().withdrawal
        #expect(account?.target == .me(account: "Rooms"))
    }

    @Test("a field that is missing is named", arguments: ["id", "tenant", "target"])
    func missing(name: String) throws {
        #expect(verdict(name, nil) == .invalid("data." + name))
        #expect(try #require(sample.settingData(name, to: nil).decodeStructured().rule).contains("is required"))
    }

    @Test("the command's id keeps the rule of every id")
    func id() {
        let longest = String(repeating: "x", count: 200)
        for text in ["a", "!~", longest] { #expect(verdict("id", "\"\(text)\"") == .withdraw) }
        for json in [#""""#, #""a b""#, #""\u00e9""#, #""a\n""#, "\"\(longest)x\"", "7", "null", "{}"] {
            #expect(verdict("id", json) == .invalid("data.id"), "\(json)")
        }
    }

    @Test(
        "no other field is taken, a cancel's included",
        arguments: ["source", "event", "as", "comment", "cloud", "notAfter", "dryRun", "ID"])
    func unknownField(name: String) {
        #expect(verdict(name, #""x""#) == .invalid("data." + name))
    }

    @Test("target, tenant and id keep the cancel's rules", arguments: FieldExamples.all)
    func sharedRules(examples: FieldExamples) {
        guard examples.path == "tenant" || examples.path.hasPrefix("target.") else { return }
        for text in examples.accepted {
            let (name, json) = examples.member(holding: text)
            #expect(verdict(name, json) == .withdraw, "\(text)")
        }
        for text in examples.refused {
            let (name, json) = examples.member(holding: text)
            #expect(verdict(name, json) == .invalid("data." + examples.path), "\(text)")
        }
    }

    @Test("a cancel's data under the withdraw's type is refused, and the other way round")
    func mixedUp() {
        let withdrawType = SampleCommand().settingAttribute("type", to: "\"\(WithdrawCommand.type)\"")
        #expect(withdrawType.decodeStructured().verdict == .invalid("data.id"))
        let cancelType = sample.settingAttribute("type", to: "\"\(CancelCommand.type)\"")
        #expect(cancelType.decodeStructured().verdict == .invalid("data.event"))
    }

    @Test("the content of a withdraw is never that of a cancel, and two withdraws of one command have the same")
    func content() throws {
        let content = try #require(sample.decodeStructured().envelope?.content)
        #expect(sample.settingAttribute("id", to: #""cmd-3""#).decodeStructured().envelope?.content == content)
        #expect(sample.settingData("id", to: #""cmd-9""#).decodeStructured().envelope?.content != content)
        #expect(SampleCommand().decodeStructured().envelope?.content != content)
    }
}
