/// Why Graph would not cancel.
package enum CancelRefusal: Error, Sendable, Hashable {
    case itemNotFound
    case notOrganizer
}
