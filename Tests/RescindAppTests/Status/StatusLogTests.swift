import CommandContract
import CommandPipeline
import Testing

@testable import MeetingCancellation
@testable import RescindApp

@Suite("What is logged of held lanes")
struct StatusLogTests {
    private static let position = RecordPosition(topic: "commands", partition: 3, offset: 1207, timestamp: nil)

    private static func lines(_ event: PipelineEvent) -> [String] {
        let log = CapturedLog()
        LoggingObserver(logger: log.logger).observe(event)
        return log.all
    }

    @Test("one warning with position, id, reason and since when; without the id where it could be an address")
    func held() throws {
        for id in ["cmd-7", nil] {
            let command = ShownCommand(position: Self.position, id: id, tenantID: "t", mailbox: "0a1b2c3d")
            let lane = HeldLane(
                command: command, reason: .backOff, since: Timestamp(milliseconds: 1_800_000_000_000),
                duration: .seconds(301), followers: 4
            )
            let lines = Self.lines(.laneHeld(lane))
            let line = try #require(lines.first)
            #expect(lines.count == 1 && line.hasPrefix("warning "))
            for part in [
                "\"kafka.offset\": 1207", "\"wait.reason\": backOff", "\"wait.since\": 2027-01-15T08:00:00.000Z",
                "\"wait.seconds\": 301", "\"lane.followers\": 4",
            ] { #expect(line.contains(part), "\(part) in \(line)") }
            #expect(line.contains("\"command.id\": cmd-7") == (id != nil))
        }
    }

    @Test("its end is told by its position")
    func freed() {
        let line = Self.lines(.laneFreed(Self.position)).first
        #expect(line?.hasPrefix("info ") == true && line?.contains("\"kafka.partition\": 3") == true)
    }
}
