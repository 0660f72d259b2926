import CommandContract
import HTTPService
import Synchronization

/// A commands topic in memory: stores, refuses, or holds records until the test lets them go.
final class RecordingSink: CommandSink {
    struct Unreachable: Error {}

    private struct State {
        var records: [ContractRecord] = []
        var isReachable = true
    }

    private let state = Mutex(State())
    private let arrivals = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(16))
    private let releases = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(16))
    private let holds: Bool

    init(holds: Bool = false) { self.holds = holds }

    var records: [ContractRecord] { state.withLock { $0.records } }

    func setReachable(_ isReachable: Bool) { state.withLock { $0.isReachable = isReachable } }

    func append(_ record: ContractRecord) async throws {
        if holds {
            arrivals.continuation.yield()
            for await _ in releases.stream { break }
        }
        try state.withLock { state in
            guard state.isReachable else { throw Unreachable() }
            state.records.append(record)
        }
    }

    func arrived() async { for await _ in arrivals.stream { break } }
    func release() { releases.continuation.yield() }
}
