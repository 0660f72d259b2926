/// Why a `Retry-After` is not followed to the letter; the raw value is the stable code.
package enum RetryAfterFault: String, Hashable, Sendable, CaseIterable {
    /// It asks for more than a day, and was taken for a day.
    case clamped
    /// It, or one of several values, is neither a number of seconds nor a date. Without another it counts as left out.
    case unreadable
}
