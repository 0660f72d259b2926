/// Proves that a command record comes from the source it names: Standard Webhooks' three headers as record headers, over the
/// bytes of a structured event.
///
/// Structured mode only: in binary mode source, id and type are headers, which nothing signs. The identity that counts is in
/// the signed bytes, so `webhook-id` may be any and need not be the event's id.
///
/// The signed time is held against the *record's* time, not against the clock at processing: a command may wait in the topic for
/// hours. Who writes to the topic may choose that time, so it keeps nobody from storing a captured record once more; then the
/// ledger knows its identity, and past the ledger's window, or the command's deadline, it is refused by the same time.
package struct RecordSignatures: Sendable {
    package enum Finding: Equatable, Sendable {
        /// Nothing was signed here, or nobody could say by whom: the source has no secret, or the mode is binary.
        case absent
        case holds
        /// - Parameter part: the header at fault, never its value.
        case broken(String)
    }

    package static let idHeader = "webhook-id"
    package static let timestampHeader = "webhook-timestamp"
    package static let signatureHeader = "webhook-signature"
    private static let names = [idHeader, timestampHeader, signatureHeader]

    private let keyring: WebhookKeyring
    private let tolerance: Int64

    /// - Parameter tolerance: how far the signed time may be from the record's, either way, in whole seconds
    ///   (`limits.signatureTolerance`).
    package init(keyring: WebhookKeyring = .empty, tolerance: Int64 = 300) {
        self.keyring = keyring
        self.tolerance = tolerance
    }

    /// - Parameters:
    ///   - source: as the event says.
    ///   - recorded: when the record was recorded first; a record without a time proves nothing.
    package func finding(
        of source: String, headers: [RecordHeader], value: [UInt8], recorded: Timestamp?
    ) -> Finding {
        let secrets = keyring.ownSecrets(of: source)
        guard !secrets.isEmpty, isStructured(headers), headers.contains(where: { Self.names.contains($0.name) }) else {
            return .absent
        }
        var parts: [String] = []
        for name in Self.names {
            let found = headers.filter { $0.name == name }
            guard found.count == 1, let text = found[0].value.flatMap({ String(validating: $0, as: UTF8.self) }) else {
                return .broken("\(name), once")
            }
            parts.append(text)
        }
        guard let message = SignedMessage(id: parts[0], timestamp: parts[1], signatures: parts[2]) else {
            return .broken("\(Self.idHeader) or \(Self.timestampHeader)")
        }
        guard message.isSigned(by: secrets, over: value) else { return .broken(Self.signatureHeader) }
        let isFresh = recorded.map { message.isFresh(at: $0.milliseconds / 1000, tolerance: tolerance) }
        return isFresh == true ? .holds : .broken(Self.timestampHeader)
    }

    private func isStructured(_ headers: [RecordHeader]) -> Bool {
        ((try? CloudEventReader.mediaType(of: headers)) ?? nil)?.isCloudEvent == true
    }
}

extension WebhookKeyring {
    /// The headers of a record of `source` that is written now, signed with every secret the source has: whoever reads it may
    /// know only one of them during a rotation.
    /// - Parameters:
    ///   - id: of the message, 1 to 128 letters, digits, `-` and `_`.
    ///   - time: seconds since 1970.
    /// - Returns: none for a source without a secret.
    package func signatureHeaders(of source: String, id: String, time: Int64, value: [UInt8]) -> [RecordHeader] {
        let secrets = ownSecrets(of: source)
        guard !secrets.isEmpty else { return [] }
        let signatures = secrets.prefix(SignedMessage.maximumSignatures).map { secret in
            "v1," + String(decoding: secret.signature(id: id, timestamp: "\(time)", body: value), as: UTF8.self)
        }
        return [
            RecordHeader(RecordSignatures.idHeader, id), RecordHeader(RecordSignatures.timestampHeader, "\(time)"),
            RecordHeader(RecordSignatures.signatureHeader, signatures.joined(separator: " ")),
        ]
    }
}
