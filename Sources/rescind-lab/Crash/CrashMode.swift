import ArgumentParser

/// What is done to the worker in each cycle.
enum CrashMode: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// `kill -9`, and a start.
    case kill
    /// SIGTERM: it must end with 0 within ten seconds; then a start.
    case term
    /// SIGSTOP for longer than the session time-out, while a worker in another slot takes over; then SIGCONT.
    case stop
}
