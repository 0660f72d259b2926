import CommandContract
import MeetingCancellation
import Testing

@testable import CommandPipeline

@Suite("Command deadline")
struct CommandDeadlineTests {
    @Test(
        "is the earliest of notAfter and the default counted from the record",
        arguments: [
            ("", 3600), (#","notAfter":"1970-01-01T00:30:00Z""#, 1800), (#","notAfter":"1970-01-01T05:00:00Z""#, 3600),
            (#","notAfter":"1969-12-31T23:59:59Z""#, -1),
        ] as [(String, Int64)]
    )
    func earliest(fields: String, seconds: Int64) throws {
        let record = SampleRecord.command(0, fields: fields)
        let decoded = RecordDecoder(maximumBytes: 65_536).decode(key: nil, value: record.value, headers: record.headers)
        guard case .command(let command) = decoded else {
            Issue.record("not a command")
            return
        }
        let deadline = CommandDeadline.of(command, recorded: Timestamp(milliseconds: 0), default: .seconds(3600))
        #expect(deadline == Timestamp(milliseconds: seconds * 1000))
    }
}
