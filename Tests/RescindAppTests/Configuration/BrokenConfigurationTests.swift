import Testing

@testable import RescindApp

@Suite("Broken configurations")
struct BrokenConfigurationTests {
    private static let file = Repository.file("config/broken.yaml")

    private func error(
        _ text: String, environment: [String: String] = [:]
    ) throws -> ConfigurationError {
        try #require(throws: ConfigurationError.self) {
            try RescindConfiguration(file: Self.file, text: text, environment: environment)
        }
    }

    @Test("the sections a test does not break are right")
    func sound() throws {
        _ = try RescindConfiguration(file: Self.file, text: ConfigurationText().text, environment: [:])
    }

    @Test("a wrong scalar: file, line and key, never the value", arguments: BrokenConfiguration.scalars)
    func scalar(broken: BrokenConfiguration) throws { try check(broken) }

    @Test("a wrong structure: file, line and key, never the value", arguments: BrokenConfiguration.structures)
    func structure(broken: BrokenConfiguration) throws { try check(broken) }

    @Test("wrong token settings: the same", arguments: BrokenConfiguration.kafkaOAuth)
    func kafkaOAuth(broken: BrokenConfiguration) throws { try check(broken) }

    @Test("a token goes readable to brokers on this machine only", arguments: BrokenConfiguration.readableTokens)
    func readableToken(broken: BrokenConfiguration) throws {
        try check(broken)
        #expect(try error(broken.document.text).rule.hasPrefix("must be SASL_SSL "))
        var local = ConfigurationText()
        local[.kafka] = BrokenConfiguration.readableOnThisMachine
        _ = try RescindConfiguration(file: Self.file, text: local.text, environment: [:])
    }

    private func check(_ broken: BrokenConfiguration) throws {
        let document = broken.document
        let error = try error(document.text)
        #expect(error.key == broken.key)
        #expect(error.file == Self.file)
        if let line = document.markedLine { #expect(error.line == line) }
        #expect(!error.rule.isEmpty)
        #expect(!"\(error)".contains(BrokenConfiguration.canary))
        #expect(!String(reflecting: error).contains(BrokenConfiguration.canary))
        #expect(!"\(error)".contains("\n"))
    }

    @Test("more than a hundred of them")
    func many() { #expect(BrokenConfiguration.scalars.count + BrokenConfiguration.structures.count > 100) }

    @Test(
        "a file that is no mapping",
        arguments: ["- a", "just text", "42", "[]", "---\n", "\"canary-5f1e7d\""]
    )
    func notAMapping(text: String) throws {
        let error = try error(text)
        #expect(error.key == "(file)")
        #expect(!"\(error)".contains(BrokenConfiguration.canary))
    }

    @Test("an empty file lacks the first required key", arguments: ["", "# only a comment\n"])
    func empty(text: String) throws {
        #expect(try error(text).key == "kafka.bootstrap")
    }

    @Test("the error reads as file:line: key: rule")
    func description() throws {
        var text = ConfigurationText()
        text[.limits] = "limits:\n  tries: 99 # here"
        let line = try #require(text.markedLine)
        #expect(
            try error(text.text).description
                == "\(Self.file):\(line): limits.tries: must be a whole number from 1 to 10"
        )
    }
}
