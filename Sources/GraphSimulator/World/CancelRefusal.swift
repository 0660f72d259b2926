/// Why Graph would not cancel.
enum CancelRefusal: Error, Sendable, Hashable {
    case itemNotFound
    case notOrganizer
}
