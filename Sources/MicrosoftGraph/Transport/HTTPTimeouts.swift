/// How long one HTTP exchange may take.
package struct HTTPTimeouts: Hashable, Sendable {
    /// From wanting a connection to having one, TLS included.
    package var connect: Duration
    /// The whole exchange, from the call to the last byte of the answer. Keep it above `connect`: only a connect
    /// that failed by its own timeout is known not to have sent anything.
    package var total: Duration

    package init(connect: Duration = .seconds(5), total: Duration = .seconds(30)) {
        self.connect = connect
        self.total = total
    }
}
