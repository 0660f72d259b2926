/// Why a record spoils the transaction it is in, whenever it is tried.
package enum RecordBlame: Sendable, Equatable {
    /// It is too large for its topic, or not what the topic takes: without its bytes it may go.
    case content
    /// It may not be written there. Its bytes are not at fault, and rights may be given.
    case rights
}
