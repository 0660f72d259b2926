/// What topics, simulator and operating system show of a storm: all that the rules go by. Times count from the beginning of
/// the calm phase.
struct StormFacts: Sendable {
    var settings = StormSettings()
    /// Records, outcomes and mails, for the rules of the crash harness.
    var records = CrashFacts()
    /// In order of arrival.
    var requests: [StormRequest] = []
    var answers: [StormAnswer] = []
    /// Records without an outcome when the patience was over.
    var unanswered = 0
    /// From the storm's end until the last outcome; nil while one is missing.
    var drained: Duration?
    /// Every second; empty where the system does not tell.
    var memory: [MemorySample] = []
    /// What the worker did wrong as a process.
    var misbehaviour: [Violation] = []

    var storm: Range<Duration> { settings.calm..<settings.end }

    /// Of the commands sent in the storm, or in the calm phase before it, in order of their lengths.
    func latencies(of group: StormGroup, inStorm: Bool) -> [Duration] {
        answers.filter { $0.group == group && storm.contains($0.sent) == inStorm }.map(\.took).sorted()
    }

    /// In order of arrival.
    var requestsByMailbox: [String: [StormRequest]] { Dictionary(grouping: requests, by: \.mailbox) }
}
