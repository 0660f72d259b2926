import CommandContract
import MeetingCancellation

/// Writes the file of pauses for a person.
///
/// The file is replaced in one rename, so that a worker reads the old list or the new one. Two people at once: one
/// waits for the other. Somebody who never ends keeps nobody from it; then whoever comes second is told, unless both write within the
/// same instant.
struct KillSwitch: Sendable {
    /// What became of an order.
    struct Answer: Sendable, Equatable {
        /// What it was about, as it stands in the file or stood there.
        let entries: [PauseEntry]
        /// False when it was so already.
        let isNew: Bool
        /// False when the file had to be written anew, without what people had written beside its entries.
        var keepsComments = true
    }

    let file: PauseFile
    let scopes: PauseScopes
    /// With somebody else who writes.
    var patience: Duration = .seconds(2)

    func entries() throws(KillSwitchFailure) -> [PauseEntry] { try read().entries }

    /// What is paused already stays as it is.
    func pause(_ subject: PauseSubject, reason: String, at now: Timestamp) throws(KillSwitchFailure) -> Answer {
        let scope = try scope(of: subject)
        let lock = lock()
        defer { lock.release() }
        let (text, entries) = try read()
        if let present = entries.first(where: { $0.scope == scope }) { return Answer(entries: [present], isNew: false) }
        guard entries.count < PauseList.maximumEntries else { throw .full }
        // As it is written, and read again: to the second.
        let entry = PauseEntry(
            subject: subject, scope: scope, reason: reason, since: Timestamp(rfc3339: ShownText.of(now)))
        let kept = try write(entries + [entry], over: text) { $0.adding(entry) }
        return Answer(entries: [entry], isNew: true, keepsComments: kept)
    }

    /// - Parameter subject: nil for all that is paused.
    func resume(_ subject: PauseSubject?) throws(KillSwitchFailure) -> Answer {
        let scope: PauseOrder.Scope? = if let subject { try self.scope(of: subject) } else { nil }
        let lock = lock()
        defer { lock.release() }
        let (text, entries) = try read()
        let ending = entries.indices.filter { scope == nil || entries[$0].scope == scope }
        guard !ending.isEmpty else { return Answer(entries: [], isNew: false) }
        let rest = entries.indices.filter { !ending.contains($0) }.map { entries[$0] }
        let kept = try write(rest, over: text) { $0.removing(Set(ending)) }
        return Answer(entries: ending.map { entries[$0] }, isNew: true, keepsComments: kept)
    }

    private func lock() -> FolderLock { FolderLock.taken(of: SecretFile.folder(of: file.path), within: patience) }

    private func scope(of subject: PauseSubject) throws(KillSwitchFailure) -> PauseOrder.Scope {
        guard let scope = scopes.scope(of: subject) else { throw .unknown(subject) }
        return scope
    }

    private var list: PauseList { PauseList(file: file.path, scopes: scopes) }

    private func read() throws(KillSwitchFailure) -> (text: String?, entries: [PauseEntry]) {
        do throws(ConfigurationError) {
            let text = try file.text()
            return (text, try list.entries(in: text))
        } catch { throw .unusable(error) }
    }

    /// - Parameter seen: the text that was decided on.
    /// - Returns: whether everything else in the file is as it was.
    private func write(
        _ entries: [PauseEntry], over seen: String?, by edit: (PauseText) -> String
    ) throws(KillSwitchFailure) -> Bool {
        let edited = seen.map { edit(PauseText($0)) }
        let isRight = edited.map { (try? list.entries(in: $0)) == entries } ?? false
        let text = isRight ? edited ?? "" : PauseText.fresh(entries)
        guard text.utf8.count <= PauseFile.maximumBytes else { throw .full }
        let replacement = try replacement(with: text)
        guard Result(catching: file.text) == .success(seen) else {
            replacement.discard()
            throw .changedMeanwhile
        }
        do { try replacement.takePlace() } catch { throw .notWritten(error.number) }
        return isRight || seen == nil
    }

    /// Workers of another user must be able to read it, and it is no secret.
    private func replacement(with text: String) throws(KillSwitchFailure) -> FileReplacement {
        let mode = FileAccess.of(file.path)?.mode ?? 0o644
        do { return try FileReplacement(of: file.path, with: Array(text.utf8), mode: mode) } catch {
            throw .notWritten(error.number)
        }
    }
}
