import CommandContract
import MeetingCancellation

/// Graph in some weather, and what it holds against its client.
struct StormGraph {
    struct Weather {
        /// By GUID: nine of ten of their requests are answered 429.
        var throttled: Set<String> = []
        var throttledUntil = Duration.zero
        /// Clouds that do not answer, and for how long.
        var awayClouds: Set<String> = []
        var away: Range<Duration> = .zero..<(.zero)
    }

    enum Answer {
        case throttled(Duration)
        /// Nothing came of it.
        case timeout
        /// It took effect, and nobody is told.
        case lost
        case served
    }

    /// How long nobody answers.
    static let timeout: Duration = .seconds(30)

    let weather: Weather
    private let limits: LaneLimits
    private(set) var breaches: [String] = []
    private(set) var cancelled: Set<String> = []
    private(set) var turnedAway = 0
    private(set) var unanswered = 0
    private(set) var mostInFlight = 0
    private var generator: SeededGenerator
    private var inFlight: [String: Int] = [:]
    private var permitted: [String: Duration] = [:]
    private var cancels: [String: [Duration]] = [:]
    private var requests: [String: [Duration]] = [:]
    /// The command that asked last, by meeting.
    private var lastAsked: [String: Int64] = [:]

    init(_ weather: Weather, seed: UInt64, limits: LaneLimits) {
        self.weather = weather
        self.limits = limits
        generator = SeededGenerator(seed: seed)
    }

    /// A request leaves.
    /// - Parameter offset: of its command.
    /// - Returns: what will be answered, and when.
    mutating func sent(
        _ address: MeetingAddress, of offset: Int64, isCancel: Bool, at now: Duration
    ) -> (Answer, after: Duration) {
        keepsLimits(address.mailbox, isCancel: isCancel, at: now)
        let last = lastAsked[address.eventID] ?? offset
        if offset < last { breaches.append("\(now): \(offset) asked after \(last) for \(address.eventID)") }
        lastAsked[address.eventID] = max(last, offset)
        let latency = Duration.milliseconds(Int64(40 + generator.next() % 80))
        if weather.awayClouds.contains(address.cloud), weather.away.contains(now) {
            unanswered += 1
            return (isCancel && generator.chance(50) ? .lost : .timeout, Self.timeout)
        }
        guard weather.throttled.contains(address.tenantID), now < weather.throttledUntil, generator.chance(90) else {
            return (.served, latency)
        }
        turnedAway += 1
        return (.throttled(.seconds(Int64(1 + generator.next() % 20))), latency)
    }

    private mutating func keepsLimits(_ mailbox: String, isCancel: Bool, at now: Duration) {
        if now < permitted[mailbox] ?? .zero { breaches.append("\(now): \(mailbox) asked before its time") }
        inFlight[mailbox, default: 0] += 1
        mostInFlight = max(mostInFlight, inFlight[mailbox] ?? 0)
        if inFlight[mailbox] ?? 0 > limits.inFlightPerMailbox {
            breaches.append("\(now): \(inFlight[mailbox] ?? 0) requests of \(mailbox) at a time")
        }
        requests[mailbox] = (requests[mailbox] ?? []).filter { $0 > now - .seconds(600) } + [now]
        if requests[mailbox]?.count ?? 0 > limits.requestsPerTenMinutes {
            breaches.append("\(now): \(requests[mailbox]?.count ?? 0) requests of \(mailbox) in ten minutes")
        }
        guard isCancel else { return }
        cancels[mailbox] = (cancels[mailbox] ?? []).filter { $0 > now - .seconds(60) } + [now]
        if cancels[mailbox]?.count ?? 0 > limits.cancelsPerMinute {
            breaches.append("\(now): \(cancels[mailbox]?.count ?? 0) cancels of \(mailbox) in a minute")
        }
    }

    mutating func answered(_ address: MeetingAddress, _ answer: Answer, isCancel: Bool, at now: Duration) {
        inFlight[address.mailbox, default: 0] -= 1
        switch answer {
        case .throttled(let wait):
            permitted[address.mailbox] = max(permitted[address.mailbox] ?? .zero, now + wait)
        case .served where isCancel, .lost:
            if !cancelled.insert(address.eventID).inserted { breaches.append("\(address.eventID) cancelled twice") }
        case .served, .timeout: break
        }
    }
}
