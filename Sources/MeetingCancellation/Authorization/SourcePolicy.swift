import CommandContract

/// What one upstream system may cancel. Whatever is not listed is denied.
package struct SourcePolicy: Hashable, Sendable {
    /// The CloudEvents source, byte for byte.
    package let source: String
    /// GUIDs of the tenants it may cancel in, lower case.
    package let tenants: Set<String>
    package let mailboxes: [MailboxPattern]
    /// Switched off, it is refused whatever it asks.
    package var isEnabled = true
    /// Its records must be signed (``RecordSignatures``); otherwise only a signature that does not hold is refused.
    package var mustSign = false
    package var paths = PathForm.all
    /// Whether its commands may say `extent: series`, without which no series master is cancelled.
    package var allowsSeries = false
    /// Whether its commands may say `allowStarted`.
    package var allowsStarted = false
    /// Whether it may cancel events without attendees.
    package var allowsAppointments = true
    /// Its commands must say `dryRun`.
    package var isDryRunOnly = false
    package var needsComment = false
    /// Longest comment in Unicode scalars; the worker's own limit stays.
    package var commentCharacters: Int?
    package var caps = RateCaps()
    /// Its commands wait so long after they were recorded, and can be taken back until then.
    package var hold: Duration = .zero

    package init(source: String, tenants: Set<String>, mailboxes: [MailboxPattern]) {
        self.source = source
        self.tenants = Set(tenants.map { $0.lowercased() })
        self.mailboxes = mailboxes
    }

    /// - Parameter mailbox: nil when the command names an account that is not configured, and so no mailbox.
    func allows(tenantID: String, mailbox: String?) -> Bool {
        tenants.contains(tenantID) && (mailbox.map { name in mailboxes.contains { $0.matches(name) } } ?? true)
    }

    /// What the command says beyond its address and this source may not say, or leaves out and must say.
    func objection(to command: CancelCommand) -> Refusal? {
        let form = PathForm(command.target, command.calendar)
        guard form.map(paths.contains) == true else { return Refusal(.pathNotAllowed, detail: "allow.paths") }
        if command.extent == .series, !allowsSeries {
            return Refusal(.sourceNotAllowed, detail: "data.extent, allow.series")
        }
        if command.allowStarted, !allowsStarted {
            return Refusal(.sourceNotAllowed, detail: "data.allowStarted, allow.started")
        }
        if isDryRunOnly, !command.dryRun { return Refusal(.dryRunOnly, detail: "data.dryRun") }
        return objection(to: command.comment)
    }

    private func objection(to comment: String?) -> Refusal? {
        let scalars = comment?.unicodeScalars
        // Blanks tell the attendees nothing either.
        if needsComment, scalars?.allSatisfy(\.properties.isWhitespace) ?? true {
            return Refusal(.commentRequired, detail: "data.comment")
        }
        guard let longest = commentCharacters, let scalars, scalars.count > longest else { return nil }
        return Refusal(.commentTooLong, detail: "data.comment")
    }
}
