import CommandContract

/// What `rescind dead-letters replay` prints.
enum ReplayText {
    static func plan(_ plan: ReplayPlan, rate: Int, isDryRun: Bool) -> String {
        guard !plan.histogram.isEmpty else { return "No letter is open here." }
        let count = plan.places.count
        var end = "\(count) commands, \(plan.lookingFirst) of which look at the meeting before anything else"
        end += count > 0 ? ", at \(rate) a second at most: \(max(1, count / rate)) s or more." : "."
        if isDryRun { end = "Nothing is sent. With --confirm: " + end }
        return LetterHistogram(rows: plan.histogram).text + "\n\n" + end
    }

    static func tally(_ tally: ReplayRun.Tally) -> String {
        var parts = ["\(tally.sent) commands sent"]
        if tally.expired > 0 { parts.append("\(tally.expired) expired meanwhile") }
        if tally.unreadable > 0 { parts.append("\(tally.unreadable) made no command that the worker reads") }
        return parts.joined(separator: ", ")
    }

    /// - Parameter tally: nil for a dry run.
    static func json(_ plan: ReplayPlan, _ tally: ReplayRun.Tally?) -> String {
        let document = JSONObject([
            ("histogram", LetterHistogram(rows: plan.histogram).json), ("toSend", .integer(plan.places.count)),
            ("lookingFirst", .integer(plan.lookingFirst)), ("sent", tally.map { .integer($0.sent) }),
            ("expiredMeanwhile", tally.map { .integer($0.expired) }),
            ("unreadable", tally.map { .integer($0.unreadable) }),
        ])
        return String(decoding: JSONWriter.write(.object(document)), as: UTF8.self)
    }
}
