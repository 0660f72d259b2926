/// How much one look at the worker may take and show, whatever it holds.
package enum StatusBounds {
    /// Entries of each list; what is beyond is counted.
    package static let listed = 20
    /// Partitions shown.
    package static let partitions = 256
    /// Commands looked at, of all partitions; beyond it the numbers by reason are of those.
    package static let looked = 100_000
}
