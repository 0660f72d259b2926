import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("From when and until when a command may be acted on")
struct CommandTermTests {
    /// Recorded at midnight, in a source whose commands are held for `hold` seconds.
    private func term(_ fields: String, hold: Int64 = 0) throws -> CommandTerm {
        let record = SampleRecord.command(0, fields: fields)
        let decoded = RecordDecoder(maximumBytes: 65_536).decode(key: nil, value: record.value, headers: record.headers)
        guard case .command(let command) = decoded else { throw NoCommand() }
        var source = SourcePolicy(
            source: command.envelope.identity.source, tenants: [command.tenant], mailboxes: [.any])
        source.hold = .seconds(hold)
        let tenant = TenantProfile(id: command.tenant, domains: [], cloud: "global", permissionCheck: .advisory)
        let policy = AuthorizationPolicy(
            sources: [source], tenants: [tenant], servedClouds: ["global"], commentCharacters: 2000)
        var limits = PipelineLimits()
        limits.defaultDeadline = .seconds(3600)
        return CommandTerm(
            of: try policy.authorize(command), recorded: Timestamp(milliseconds: 0), limits: limits)
    }

    private struct NoCommand: Error {}

    @Test(
        "it ends at the earliest of notAfter and the default, which counts from its beginning",
        arguments: [
            ("", 3600), (#","notAfter":"1970-01-01T00:30:00Z""#, 1800), (#","notAfter":"1970-01-01T05:00:00Z""#, 3600),
            (#","notAfter":"1969-12-31T23:59:59Z""#, -1), (#","notBefore":"1970-01-01T02:00:00Z""#, 10_800),
            (#","notBefore":"1970-01-01T02:00:00Z","notAfter":"1970-01-01T02:30:00Z""#, 9000),
        ] as [(String, Int64)]
    )
    func deadline(fields: String, seconds: Int64) throws {
        #expect(try term(fields).deadline == Timestamp(milliseconds: seconds * 1000))
    }

    @Test(
        "it begins at the later of notBefore and the end of the source's hold",
        arguments: [
            ("", 0, nil), ("", 300, 300), (#","notBefore":"1970-01-01T00:10:00Z""#, 300, 600),
            (#","notBefore":"1970-01-01T00:01:00Z""#, 300, 300), (#","notBefore":"1969-12-31T23:59:59Z""#, 0, -1),
        ] as [(String, Int64, Int64?)]
    )
    func opens(fields: String, hold: Int64, seconds: Int64?) throws {
        #expect(try term(fields, hold: hold).opens == seconds.map { Timestamp(milliseconds: $0 * 1000) })
    }
}
