import CommandContract
import MeetingCancellation

/// Graph on a bad hour: one tenant throttled, one cloud away for a while; and what it holds against its client.
struct StormGraph {
    /// A mailbox that answers 429 to nine of ten requests.
    static let throttledTenant = "t0"
    static let awayCloud = "usGovL4"
    static let away: ClosedRange<Duration> = .seconds(1200)...(.seconds(1800))
    /// A request to a cloud that is away.
    static let timeout: Duration = .seconds(30)

    let isStormy: Bool
    let mostInFlight: Int
    let cancelsPerMinute: Int
    private(set) var breaches: [String] = []
    private(set) var cancelled: Set<String> = []
    private var generator: SeededGenerator
    private var inFlight: [String: Int] = [:]
    private var permitted: [String: Duration] = [:]
    private var cancels: [String: [Duration]] = [:]

    init(isStormy: Bool, seed: UInt64, limits: LaneLimits) {
        self.isStormy = isStormy
        mostInFlight = limits.inFlightPerMailbox
        cancelsPerMinute = limits.cancelsPerMinute
        generator = SeededGenerator(seed: seed)
    }

    enum Answer {
        case throttled(Duration)
        case timeout
        case served
    }

    /// A request leaves.
    /// - Returns: what will be answered, and when.
    mutating func sent(_ address: MeetingAddress, isCancel: Bool, at now: Duration) -> (Answer, after: Duration) {
        let mailbox = address.mailbox
        inFlight[mailbox, default: 0] += 1
        if inFlight[mailbox] ?? 0 > mostInFlight { breaches.append("\(now): more than \(mostInFlight) of \(mailbox)") }
        if now < permitted[mailbox] ?? .zero { breaches.append("\(now): \(mailbox) asked before its time") }
        if isCancel { countCancel(mailbox, at: now) }
        let latency = Duration.milliseconds(Int64(40 + generator.next() % 80))
        guard isStormy else { return (.served, latency) }
        if address.cloud == Self.awayCloud, Self.away.contains(now) { return (.timeout, Self.timeout) }
        guard address.tenantID == StormRun.tenant(Self.throttledTenant), generator.chance(90) else {
            return (.served, latency)
        }
        return (.throttled(.seconds(Int64(1 + generator.next() % 20))), latency)
    }

    mutating func answered(_ address: MeetingAddress, _ answer: Answer, isCancel: Bool, at now: Duration) {
        inFlight[address.mailbox, default: 0] -= 1
        switch answer {
        case .throttled(let wait):
            permitted[address.mailbox] = max(permitted[address.mailbox] ?? .zero, now + wait)
        case .served where isCancel:
            if !cancelled.insert(address.eventID).inserted { breaches.append("\(address.eventID) cancelled twice") }
        case .served, .timeout: break
        }
    }

    private mutating func countCancel(_ mailbox: String, at now: Duration) {
        var last = (cancels[mailbox] ?? []).filter { $0 > now - .seconds(60) }
        last.append(now)
        cancels[mailbox] = last
        if last.count > cancelsPerMinute { breaches.append("\(now): \(last.count) cancels of \(mailbox) in a minute") }
    }
}
