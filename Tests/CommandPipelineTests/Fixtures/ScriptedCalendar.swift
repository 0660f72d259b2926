import CommandContract
import CommandPipeline
import MeetingCancellation

/// Graph as a test tells it to be; by default every meeting exists, is the organizer's and can be cancelled.
final class ScriptedCalendar: MeetingCalendar {
    enum Exchange: Sendable, Hashable { case permission, read, entries, cancel }

    struct Call: Sendable, Hashable {
        let exchange: Exchange
        let eventID: String
        var number = 0
    }

    struct State: Sendable {
        var calls: [Call] = []
        var held: Set<Call> = []
        /// Of them, those whose answer comes even to a caller that has given up.
        var stubborn: Set<Call> = []
        var inFlight = 0
        var mostInFlight = 0
    }

    typealias Reads = @Sendable (_ eventID: String) -> Result<MeetingSnapshot, ExchangeFailure>
    typealias Shows = @Sendable (_ eventID: String) -> Result<[MeetingSnapshot], ExchangeFailure>
    typealias Cancels = @Sendable (_ eventID: String, _ attempt: Int) -> Result<GraphTrace, ExchangeFailure>

    private let state = Watched(State())
    private let reads: Reads
    private let shows: Shows
    private let cancels: Cancels
    private let sending: @Sendable (RequestIdentity) -> Void
    private let clock: ManualClock

    /// - Parameters:
    ///   - shows: the calendar view; by default it shows what can be read by its id, and nothing else.
    ///   - sending: is told of every cancel request that leaves.
    ///   - clock: the worker's; by default one that stands, so that no lease ever ends.
    init(
        reads: @escaping Reads = { .success(ScriptedCalendar.meeting($0)) }, shows: Shows? = nil,
        cancels: @escaping Cancels = { _, _ in .success(GraphTrace(status: 202)) },
        sending: @escaping @Sendable (RequestIdentity) -> Void = { _ in },
        clock: ManualClock = ManualClock()
    ) {
        self.sending = sending
        self.clock = clock
        self.reads = reads
        self.shows = shows ?? { Self.view(of: reads($0)) }
        self.cancels = cancels
    }

    private static func view(
        of read: Result<MeetingSnapshot, ExchangeFailure>
    ) -> Result<[MeetingSnapshot], ExchangeFailure> {
        if case .failure(let failure) = read, failure.kind == .notFound { return .success([]) }
        return read.map { [$0] }
    }

    static func meeting(_ eventID: String) -> MeetingSnapshot {
        MeetingSnapshot(
            id: eventID, iCalUId: "uid-" + eventID, kind: .singleInstance, seriesMasterID: nil, isOrganizer: true,
            isCancelled: false, start: Timestamp(milliseconds: 4_000_000_000_000)
        )
    }

    var calls: [Call] { state.current.calls }
    var cancelledEvents: [String] { calls.filter { $0.exchange == .cancel }.map(\.eventID) }
    var mostInFlight: Int { state.current.mostInFlight }

    /// From now on this exchange of this meeting waits until it is released or, unless `stubborn`, cut off.
    func hold(_ exchange: Exchange, _ eventID: String, stubborn: Bool = false) {
        let call = Call(exchange: exchange, eventID: eventID)
        state.update { state in
            state.held.insert(call)
            if stubborn { state.stubborn.insert(call) }
        }
    }

    func release(_ exchange: Exchange, _ eventID: String) {
        state.update { _ = $0.held.remove(Call(exchange: exchange, eventID: eventID)) }
    }

    func wait(for exchange: Exchange, _ eventID: String) async {
        await state.wait { $0.calls.contains { $0.exchange == exchange && $0.eventID == eventID } }
    }

    func wait(until condition: @Sendable (State) -> Bool) async { await state.wait(until: condition) }

    func permission(at address: MeetingAddress) async -> Result<TokenGrant, PermissionFailure> {
        guard await pass(.permission, address, 0) else { return .failure(.unavailable(retryAfter: nil)) }
        return .success(TokenGrant(roles: ["Calendars.ReadWrite"], scopes: []))
    }

    func read(
        _ address: MeetingAddress, countsAttendees: Bool, for request: RequestIdentity
    ) async -> Result<MeetingSnapshot, ExchangeFailure> {
        guard await pass(.read, address, request.number) else { return .failure(Self.cutOff) }
        return reads(address.eventID)
    }

    func entries(
        around start: Timestamp, at address: MeetingAddress, for request: RequestIdentity
    ) async -> Result<[MeetingSnapshot], ExchangeFailure> {
        guard await pass(.entries, address, request.number) else { return .failure(Self.cutOff) }
        return shows(address.eventID)
    }

    func cancel(
        _ address: MeetingAddress, comment: String?, for request: RequestIdentity, latestStart: Duration
    ) async -> Result<GraphTrace, ExchangeFailure> {
        let isAnswered = await pass(.cancel, address, request.number)
        // No time passes between the look at the lease and what Graph does: a thread that stood still there would be a request
        // under way for longer than any bound, which waits that pass at once cannot sit out.
        return clock.standingStill { uptime in
            guard uptime < latestStart else {
                return .failure(ExchangeFailure(kind: .leaseEnded, verdict: .surelyNotProcessed))
            }
            sending(request)
            // The worst case of a request cut off: Graph acts on it.
            let answer = cancels(address.eventID, request.number)
            return isAnswered ? answer : .failure(Self.cutOff)
        }
    }

    private static let cutOff = ExchangeFailure(kind: .unavailable, verdict: .ambiguous)

    /// - Returns: false when the request was cut off.
    private func pass(_ exchange: Exchange, _ address: MeetingAddress, _ number: Int) async -> Bool {
        let held = Call(exchange: exchange, eventID: address.eventID)
        state.update { state in
            state.calls.append(Call(exchange: exchange, eventID: address.eventID, number: number))
            state.inFlight += 1
            state.mostInFlight = max(state.mostInFlight, state.inFlight)
        }
        let isStubborn = state.current.stubborn.contains(held)
        if isStubborn {
            // A task of its own, which the caller's cancellation does not reach.
            await Task { await self.state.wait { !$0.held.contains(held) } }.value
        } else {
            await state.wait { !$0.held.contains(held) }
        }
        state.update { $0.inFlight -= 1 }
        return isStubborn || !Task.isCancelled
    }
}
