import ArgumentParser
import CommandContract
import Testing

@testable import RescindApp

@Suite("rescind withdraw: options to event")
struct WithdrawOptionsTests {
    private static let required = ["--source", "/lab/scheduler", "--command", "c-1", "--tenant", "aurora.example"]
    private static let headers = [RecordHeader("content-type", "application/cloudevents+json; charset=UTF-8")]

    private func decoded(_ more: [String]) throws -> RecordDecoder.Decoded {
        let options = try WithdrawOptions.parse(Self.required + more)
        return RecordDecoder(maximumBytes: 128 * 1024).decode(
            key: nil, value: JSONWriter.write(.object(options.event(id: "w-1"))), headers: Self.headers)
    }

    private func withdraw(_ more: [String]) throws -> WithdrawCommand {
        guard case .withdraw(let withdraw) = try decoded(more) else { throw NotAccepted(options: more) }
        return withdraw
    }

    private struct NotAccepted: Error { let options: [String] }

    @Test("it names the command by its source, id, tenant and mailbox, and has an id of its own")
    func fields() throws {
        let withdraw = try withdraw(["--user", "ada@aurora.example", "--correlation-id", "corr 1"])
        #expect(withdraw.envelope.identity == (try CommandIdentity(source: "/lab/scheduler", id: "w-1")))
        #expect(withdraw.withdrawn == (try CommandIdentity(source: "/lab/scheduler", id: "c-1")))
        #expect(withdraw.tenant == "aurora.example")
        #expect(withdraw.target == .user("ada@aurora.example"))
        #expect(withdraw.envelope.correlationID == "corr 1")
    }

    @Test("a command for a group, or for an account's own mailbox, is named as it was")
    func targets() throws {
        let group = "b1000000-0000-4000-8000-000000000001"
        #expect(try withdraw(["--group", group]).target == .group(group))
        #expect(try withdraw(["--me", "ada"]).target == .me(account: "ada"))
    }

    @Test("exactly one of user, group and me", arguments: [[], ["--me", "ada", "--user", "a@b.c"]])
    func oneTarget(options: [String]) {
        #expect(throws: (any Error).self) { try WithdrawOptions.parse(Self.required + options) }
    }

    @Test("a wrong value is found by the worker's own reader, which names the field")
    func wrongValue() throws {
        guard case .refused(_, .fieldInvalid, let fault) = try decoded(["--user", "a/b"]) else {
            throw NotAccepted(options: [])
        }
        #expect(fault.field == "data.target.user")
    }

    @Test("each required option is required", arguments: [0, 2, 4])
    func requiredOptions(index: Int) {
        var options = Self.required
        options.removeSubrange(index..<index + 2)
        #expect(throws: (any Error).self) { try WithdrawOptions.parse(options + ["--user", "ada@aurora.example"]) }
    }
}
