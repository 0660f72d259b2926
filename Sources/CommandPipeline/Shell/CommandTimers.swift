import Synchronization

/// The timers of commands that wait, by which each can be ended when its command goes on sooner or is gone: left alone it would
/// sleep for as long as the command was to wait, which may be weeks.
final class CommandTimers: Sendable {
    private let running = Mutex<[CommandID: CutOff]>([:])

    /// A timer of this command begins, and takes the place of the one before.
    func begin(_ id: CommandID) -> CutOff {
        let timer = CutOff()
        running.withLock { $0.updateValue(timer, forKey: id) }?.happen()
        return timer
    }

    func end(_ id: CommandID) { running.withLock { $0.removeValue(forKey: id) }?.happen() }

    /// The timer has rung, or was ended.
    func ended(_ id: CommandID, _ timer: CutOff) {
        running.withLock { running in
            if running[id] === timer { running[id] = nil }
        }
    }
}
