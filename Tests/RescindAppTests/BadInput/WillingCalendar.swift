import CommandContract
import CommandPipeline
import MeetingCancellation
import Synchronization

/// A calendar in which every meeting exists and can be cancelled: whatever reaches it is done.
final class WillingCalendar: MeetingCalendar {
    private let events = Mutex<Set<String>>([])
    private let told = Mutex<[String: String?]>([:])

    var asked: Set<String> { events.withLock { $0 } }
    /// What attendees were told, by command id.
    var comments: [String: String?] { told.withLock { $0 } }

    func permission(at address: MeetingAddress) async -> Result<TokenGrant, PermissionFailure> {
        note(address)
        return .success(TokenGrant(roles: ["Calendars.ReadWrite"], scopes: []))
    }

    func read(
        _ address: MeetingAddress, countsAttendees: Bool, for request: RequestIdentity
    ) async -> Result<MeetingSnapshot, ExchangeFailure> {
        note(address)
        return .success(
            MeetingSnapshot(
                id: address.eventID, iCalUId: "uid", kind: .singleInstance, seriesMasterID: nil, isOrganizer: true,
                isCancelled: false, start: Timestamp(milliseconds: 4_000_000_000_000)
            )
        )
    }

    func entries(
        around start: Timestamp, at address: MeetingAddress, for request: RequestIdentity
    ) async -> Result<[MeetingSnapshot], ExchangeFailure> {
        note(address)
        return .success([])
    }

    func cancel(
        _ address: MeetingAddress, comment: String?, for request: RequestIdentity, latestStart: Duration
    ) async -> Result<GraphTrace, ExchangeFailure> {
        note(address)
        told.withLock { $0[request.command.id] = .some(comment) }
        return .success(GraphTrace(status: 202))
    }

    private func note(_ address: MeetingAddress) { events.withLock { _ = $0.insert(address.eventID) } }
}
