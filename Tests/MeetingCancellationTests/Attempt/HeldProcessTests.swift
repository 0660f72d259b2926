import CommandContract
import MeetingCancellation
import Testing

@Suite("Cancellation process: held until a time")
struct HeldProcessTests {
    private let opens = Sample.now + .seconds(600)

    private func held() throws -> CancellationProcess {
        var process = CancellationProcess(
            try Sample.authorized(), opens: opens, deadline: Sample.now + .seconds(86_400), limits: AttemptLimits())
        #expect(process.begin(now: Sample.now) == .wait(.seconds(600)))
        return process
    }

    @Test("nothing is asked before its time")
    func waits() throws {
        var process = try held()
        #expect(process.waitReason == .hold)
        #expect(process.waited(now: opens) == .obtainPermission)
    }

    @Test("a clock that was put back meanwhile has it wait for the rest")
    func clockPutBack() throws {
        var process = try held()
        #expect(process.waited(now: opens + .seconds(-30)) == .wait(.seconds(30)))
        #expect(process.waitReason == .hold)
        #expect(process.waited(now: opens) == .obtainPermission)
    }
}
