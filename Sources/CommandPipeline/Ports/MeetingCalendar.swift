package import CommandContract
package import MeetingCancellation

/// Microsoft Graph as the pipeline needs it: single exchanges that report and do not retry.
package protocol MeetingCalendar: Sendable {
    /// What a token for this address carries. One that Graph has refused (401) is replaced first, at most once a minute.
    func permission(at address: MeetingAddress) async -> Result<TokenGrant, PermissionFailure>
    /// - Parameter countsAttendees: whether to tell if there are any; who they are is nobody's business here.
    func read(
        _ address: MeetingAddress, countsAttendees: Bool, for request: RequestIdentity
    ) async -> Result<MeetingSnapshot, ExchangeFailure>
    /// The entries of the calendar around `start`, series expanded.
    func entries(
        around start: Timestamp, at address: MeetingAddress, for request: RequestIdentity
    ) async -> Result<[MeetingSnapshot], ExchangeFailure>
    /// - Parameter latestStart: uptime of the pipeline's clock. Nothing may leave the process at or after it; then the answer is
    ///   ``ExchangeFailure/Kind/leaseEnded``.
    func cancel(
        _ address: MeetingAddress, comment: String?, for request: RequestIdentity, latestStart: Duration
    ) async -> Result<GraphTrace, ExchangeFailure>
}
