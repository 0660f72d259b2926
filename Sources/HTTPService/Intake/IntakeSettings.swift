/// What one intake port accepts and for how long it waits.
package struct IntakeSettings: Sendable {
    package var host = "0.0.0.0"
    /// 0 takes any free port.
    package var port = 8081
    /// Of a request's body; a larger one is 413 before it was read to its end.
    package var bodyBytes = 128 * 1024
    /// Of the record made of it: the worker's `limits.commandBytes`, or the worker refuses what was accepted here.
    package var commandBytes = 128 * 1024
    /// Of all request headers together.
    package var headerBytes = 16 * 1024
    package var headerCount = 64
    /// At the same time; more wait in the backlog of the socket.
    package var connections = 256
    /// Without a request, or with unfinished headers.
    package var idleTimeout: Duration = .seconds(10)
    /// From the end of the headers to the end of the body, however busy the sender is.
    package var bodyTimeout: Duration = .seconds(10)
    /// How far `webhook-timestamp` may be from our clock, either way, in whole seconds.
    package var timestampTolerance: Int64 = 300
    /// Told to senders with 503, in seconds.
    package var retryAfter = 5

    package init() {}
}
