import MicrosoftGraph
import Synchronization

@testable import RescindApp

/// A secret's file of which is known when the worker reads it: what is to happen then happens right after.
///
/// So whoever replaces the file does it at the worst moment, with the old content on its way to Entra.
final class WatchedFile: Sendable {
    typealias Step = @Sendable () throws -> Void

    private let file: SecretFile
    private let steps = Mutex<[Step]>([])

    init(_ file: SecretFile) { self.file = file }

    /// Whether everything has happened that was to happen.
    var isDone: Bool { steps.withLock { $0.isEmpty } }

    /// One step a read, in this order.
    func afterReading(_ step: @escaping Step) { steps.withLock { $0.append(step) } }

    func read() throws -> Secret {
        let secret = Result { () throws(SecretFile.Fault) in try file.read() }
        try steps.withLock { $0.isEmpty ? nil : $0.removeFirst() }?()
        return try secret.get()
    }
}
