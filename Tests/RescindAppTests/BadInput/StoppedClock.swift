import BadInputCatalogue
import CommandContract
import CommandPipeline

/// One second after the records were written, for ever: whoever sleeps is woken by its cancellation alone.
struct StoppedClock: PipelineClock {
    var now: Timestamp { CommandText.recorded + .seconds(1) }
    var uptime: Duration { .zero }

    func sleep(for duration: Duration) async throws {
        let never = AsyncStream<Never>.makeStream(bufferingPolicy: .bufferingOldest(1))
        for await _ in never.stream {}
        never.continuation.finish()
        try Task.checkCancellation()
    }
}
