/// What may be assumed of a request that was not answered with success.
///
/// Cancelling sends mail and cannot be repeated safely, so the question is not "is it worth a retry" but "can it have
/// happened". A read has no effect; its errors carry the same three words.
package enum GraphVerdict: String, Hashable, Sendable {
    /// No byte left this process, or the server turned the request away at the door (401, 429).
    case surelyNotProcessed
    /// It may have happened: look before asking again.
    case ambiguous
    /// Refused for what it is: the same request would be refused again.
    case permanent
}
