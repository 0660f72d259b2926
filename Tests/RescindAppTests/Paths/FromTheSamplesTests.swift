import ArgumentParser
import CommandContract
import Foundation
import GraphSimulator
import Testing

@testable import RescindApp

@Suite("docs/from-the-samples.md", .timeLimit(.minutes(1)))
struct FromTheSamplesTests {
    private static let samples = ["C#", "CLI", "Go", "Java", "JavaScript", "PHP", "PowerShell", "Python"]
    private static let comment = "Cancelling for this week due to all hands"

    @Test("every line cancels as its sample does: same path, same body, one request")
    func lines() async throws {
        let lines = try SampleLine.all()
        #expect(lines.count >= Self.samples.count)
        try await Self.withShippedConfiguration { bench in
            for line in lines {
                let command = try #require(RescindCommand.parseAsRoot(line.arguments) as? SendCommand)
                let outcome = try await bench.outcome(ofEvent: command.command.event(id: "sample"))
                #expect(outcome.reason == "cancelled", "\(line): \(outcome)")
                let requests = bench.simulator.graph.requestLog.filter { $0.operation == .cancel }
                #expect(requests.map { String($0.path) } == [try Self.path(line)], "\(line)")
                #expect(Set(bench.simulator.graph.outbox.map(\.comment)) == [Self.comment], "\(line)")
                bench.simulator.graph.reset()
            }
        }
    }

    @Test("the page's eight samples are there in its order, me where they say me and a user where they name one")
    func sections() throws {
        let lines = try SampleLine.all()
        var sections = lines.map(\.section)
        #expect(sections.popLast() == "The other paths")
        #expect(Self.samples == sections.reduce(into: []) { if $0.last != $1 { $0.append($1) } })
        for line in lines.dropLast() {
            let namesUser = ["CLI", "PowerShell"].contains(line.section)
            #expect((line.option("--user") != nil) == namesUser, "\(line)")
            #expect((line.option("--me") != nil) == !namesUser, "\(line)")
        }
    }

    /// What the sample posts to, from the line's own words.
    private static func path(_ line: SampleLine) throws -> String {
        let mailbox =
            line.option("--user").map { "users/\($0)" } ?? line.option("--group").map { "groups/\($0)/calendar" }
            ?? "me"
        let path = "/v1.0/\(mailbox)/events/\(try #require(line.option("--event")))/cancel"
        return path.replacing("=", with: "%3D").replacing("@", with: "%40")
    }

    /// config/lab-accounts.yaml as it is shipped, with the files its document makes; only the clouds' addresses are this test's.
    private static func withShippedConfiguration(_ body: @Sendable (PathBench) async throws -> Void) async throws {
        try await TemporaryFolder.with { folder in
            for name in ["lab/secrets", "lab/accounts"] {
                try FileManager.default.createDirectory(
                    atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
            }
            try folder.write("lab/secrets/global", Repository.text("config/lab/secrets/global").utf8)
            for (name, token) in try accounts() {
                try folder.write("lab/accounts/\(name)", (token + "\n").utf8, mode: 0o600)
            }
            let shipped = try RescindConfiguration(
                file: folder.path + "/lab-accounts.yaml", text: Repository.text("config/lab-accounts.yaml"),
                environment: [:]
            )
            try await PathBench.with { bench in
                var configuration = shipped
                configuration.clouds = bench.configuration.clouds
                try await body(PathBench(bench, configuration))
            }
        }
    }

    /// The tokens as the document has them written: `echo TOKEN > NAME`.
    private static func accounts() throws -> [(name: String, token: String)] {
        let found = try Repository.text("docs/from-the-samples.md").matches(of: /echo ([a-z0-9-]+) > ([a-z]+)/)
        #expect(found.count == 3)
        return found.map { (String($0.2), String($0.1)) }
    }
}
