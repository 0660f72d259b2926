import CommandContract

/// What a replay of these letters would do: made before anything is sent, shown as a histogram, and then carried out as it is.
struct ReplayPlan: Sendable {
    struct Row: Hashable, Sendable {
        let reason: String
        let tenant: String?
    }

    /// Where the letters stand that are to be sent.
    struct Place: Hashable, Sendable {
        let partition: Int32
        let offset: Int64
    }

    private(set) var places: Set<Place> = []
    /// Of them, those whose command looks first, since a request may have left before.
    private(set) var lookingFirst = 0
    private(set) var histogram: [Row: [ReplayVerdict: Int]] = [:]

    /// - Parameter limit: of ``LetterSelection``: so many are sent at most, and only what stands before the last of them is
    ///   judged.
    init(shelf: DeadLetterShelf, selection: LetterSelection, judge: ReplayJudge) {
        for letter in selection.letters(of: shelf) {
            if let limit = selection.limit, places.count >= limit { break }
            let verdict = judge.verdict(on: letter, in: shelf.state(of: letter))
            if verdict == .done { continue }
            let row = Row(reason: letter.fingerprint.reason, tenant: letter.fingerprint.tenant)
            histogram[row, default: [:]][verdict, default: 0] += 1
            guard verdict == .replayable else { continue }
            places.insert(Place(partition: letter.position.partition, offset: letter.position.offset))
            if letter.wasAttempted { lookingFirst += 1 }
        }
    }

    func count(_ verdict: ReplayVerdict) -> Int { histogram.values.reduce(0) { $0 + ($1[verdict] ?? 0) } }
}
