/// Finds the one record for whose sake every transaction is aborted, by ever smaller transactions.
///
/// A first abort may be bad luck, so a batch has to be aborted twice for a record's own fault before it is halved.
struct BatchBisection: Sendable {
    /// Most units the next transaction may hold; nil when nothing is suspected.
    private(set) var limit: Int?
    /// Suspects that no committed transaction has cleared yet.
    private var suspects = 0
    private var aborts = 0

    /// - Returns: whether the batch's only unit is the culprit.
    mutating func blamed(units: Int) -> Bool {
        aborts += 1
        guard aborts >= 2 else { return false }
        aborts = 0
        if units <= 1 { return true }
        if limit == nil { suspects = units }
        limit = max(1, units / 2)
        return false
    }

    mutating func committed(units: Int) {
        aborts = 0
        guard let limit else { return }
        suspects -= units
        // One that held less than it might have held everything: suspects can have gone with their partition.
        if suspects <= 0 || units < limit { self.limit = nil }
    }

    /// The culprit is out of the way.
    mutating func found() {
        limit = nil
        aborts = 0
    }
}
