import ArgumentParser
import Testing

@testable import RescindApp

@Suite("rescind sign-in: its arguments")
struct SignInCommandTests {
    private func status(_ arguments: [String]) -> (code: Int32, text: String)? {
        do {
            _ = try RescindCommand.parseAsRoot(arguments)
            return nil
        } catch {
            return (RescindCommand.exitCode(for: error).rawValue, RescindCommand.fullMessage(for: error))
        }
    }

    @Test("help tells the options and each exit status")
    func help() {
        let help = RescindCommand.helpMessage(for: SignInCommand.self)
        for word in ["--config", "--account", "0600", "64", "69", "73", "78"] { #expect(help.contains(word)) }
    }

    @Test(
        "an argument that is missing is named", arguments: [["-a", "ada"], ["-c", "rescind.yaml"]])
    func missing(arguments: [String]) throws {
        let failure = try #require(status(["sign-in"] + arguments))
        #expect(failure.code == 64)
        #expect(failure.text.contains(arguments[0] == "-a" ? "--config" : "--account"))
    }

    @Test("both together are taken")
    func taken() { #expect(status(["sign-in", "-c", "rescind.yaml", "-a", "ada"]) == nil) }
}
