/// Where the simulator listens, how much it remembers and what it limits.
package struct SimulatorConfiguration: Sendable {
    /// The address to bind. The control API has no authentication, so it should stay a loopback address.
    package var host: String

    /// The port of the global cloud; the other clouds take the next three. `0` takes four ephemeral ports.
    package var basePort: Int

    /// How many requests the log keeps. Its counts stay exact beyond that.
    package var requestLogCapacity: Int

    /// How many requests for one mailbox an application may have under way; one more is answered 429
    /// `ApplicationThrottled`. `nil` = any number. Outlook's limit is 4.
    package var mailboxConcurrency: Int?

    /// What `X-IDENTITY-HEADER` must say at the identity endpoint in App Service's form.
    package var identityHeader = "lab-identity-header"

    /// Seconds between polls for a device code, and seconds the code lives.
    package var deviceCodeInterval = 5
    package var deviceCodeLifetime = 900

    /// What the random numbers of faults with a rate and of the error mix begin from.
    package var seed: UInt64

    /// Serves HTTPS with these instead of plain HTTP.
    package var certificates: SimulatorCertificates?

    package init(
        host: String = "127.0.0.1",
        basePort: Int = 0,
        requestLogCapacity: Int = 20_000,
        mailboxConcurrency: Int? = 4,
        seed: UInt64 = .random(in: 0...UInt64(UInt32.max)),
        certificates: SimulatorCertificates? = nil
    ) {
        self.host = host
        self.basePort = basePort
        self.requestLogCapacity = requestLogCapacity
        self.mailboxConcurrency = mailboxConcurrency
        self.seed = seed
        self.certificates = certificates
    }
}
