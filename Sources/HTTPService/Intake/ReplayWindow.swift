/// Remembers the requests accepted lately, so that one that comes again makes no second record.
///
/// Of this process only: behind several replicas, and after a restart, the command's identity (source, id) is what keeps a
/// repeated record from acting twice. Two generations make forgetting cheap: an entry lives for one to two spans, less
/// only when more requests than `capacity` are accepted within one.
struct ReplayWindow {
    enum Verdict: Equatable {
        /// Not seen: remembered as under way until ``accepted(_:commandID:)`` or ``failed(_:)``.
        case new
        case repeated(commandID: String)
        case otherContent
        case inProgress
    }

    private struct Entry {
        let digest: [UInt8]
        /// nil while under way.
        var commandID: String?
    }

    /// Seconds. Longer than a captured request stays fresh, which is twice the timestamp's tolerance.
    let span: Int64
    /// Entries in one generation.
    let capacity: Int
    private var began: Int64 = .min
    private var current: [VerifiedWebhook: Entry] = [:]
    private var previous: [VerifiedWebhook: Entry] = [:]

    init(span: Int64, capacity: Int = 16_384) {
        self.span = span
        self.capacity = capacity
    }

    /// - Parameter now: seconds since 1970.
    mutating func received(_ webhook: VerifiedWebhook, digest: [UInt8], now: Int64) -> Verdict {
        forget(now: now)
        guard let entry = current[webhook] ?? previous[webhook] else {
            current[webhook] = Entry(digest: digest)
            return .new
        }
        guard entry.digest == digest else { return .otherContent }
        return entry.commandID.map { .repeated(commandID: $0) } ?? .inProgress
    }

    mutating func accepted(_ webhook: VerifiedWebhook, commandID: String) {
        current[webhook]?.commandID = commandID
        previous[webhook]?.commandID = commandID
    }

    /// Not stored, as far as is known: the sender's next try is a new one.
    mutating func failed(_ webhook: VerifiedWebhook) {
        current[webhook] = nil
        previous[webhook] = nil
    }

    private mutating func forget(now: Int64) {
        let age = now.subtractingReportingOverflow(began)
        guard age.overflow || age.partialValue >= span || current.count >= capacity else { return }
        previous = !age.overflow && age.partialValue < 2 * span ? current : [:]
        current = [:]
        began = now
    }
}
