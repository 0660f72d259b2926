import CommandContract

/// Whether a letter's record was signed by the source it names. A replay is signed anew in that source's name, so what nobody had
/// signed before must not be: whoever can write to the dead-letter topic could have any command signed.
struct LetterProof: Sendable {
    private let keyring: WebhookKeyring
    /// Sources whose records must be signed.
    private let mustSign: Set<String>

    init(keyring: WebhookKeyring = .empty, mustSign: Set<String> = []) {
        self.keyring = keyring
        self.mustSign = mustSign
    }

    /// The worker would not believe the letter's command.
    func isMissing(of source: String, in letter: StoredLetter) -> Bool {
        mustSign.contains(source) && !holds(of: source, in: letter)
    }

    /// The signature is right. Its time is not asked about: the worker did that, by the record's own time.
    func holds(of source: String, in letter: StoredLetter) -> Bool {
        let signed = DeadLetterHeader.text(RecordSignatures.timestampHeader, in: letter.headers).flatMap { Int64($0) }
        guard let value = letter.value, let signed, abs(signed) < Self.latest else { return false }
        return RecordSignatures(keyring: keyring, tolerance: 0).finding(
            of: source, headers: letter.headers, value: value, recorded: Timestamp(milliseconds: signed * 1000)
        ) == .holds
    }

    /// Twelve digits of seconds, which milliseconds have room for.
    private static let latest: Int64 = 1_000_000_000_000
}
