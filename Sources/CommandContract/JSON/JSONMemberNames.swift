/// The names seen so far in one object; says when one comes again.
///
/// Names are compared as Swift strings, so the composed and the decomposed spelling of one name count as the same: another
/// reader downstream may fold them together. A set is only built for objects larger than any command.
struct JSONMemberNames {
    private var few: [String] = []
    private var many: Set<String> = []

    /// - Returns: false when the name was there before.
    mutating func insert(_ name: String) -> Bool {
        if !many.isEmpty { return many.insert(name).inserted }
        if few.contains(name) { return false }
        few.append(name)
        if few.count > 16 { many = Set(few) }
        return true
    }
}
