/// Why a credential that was read is of no use, found before anything is sent. Never carries any part of it.
package enum CredentialFault: String, Error, CaseIterable, Hashable, Sendable {
    case certificateUnreadable
    case certificateExpired
    case certificateNotYetValid
    case keyUnreadable
    case keyEncrypted
    case keyNotRSA
    case keyTooSmall
    /// The key is of no certificate in the file.
    case keyMismatch
    case assertionEmpty
    case assertionTooLarge
    /// Not a JWT by its form.
    case assertionMalformed
    /// Nothing answers where managed identities are given out.
    case managedIdentityUnreachable
    /// There is no such managed identity, or it may not be used here.
    case managedIdentityRefused

    /// Stable camelCase code.
    package var code: String { rawValue }

    /// What the next reading may find right counts as retriable: files are replaced one after the other, and a clock goes on.
    package var verdict: TokenError.Verdict {
        switch self {
        case .certificateUnreadable, .certificateNotYetValid, .keyUnreadable, .keyMismatch, .assertionEmpty,
            .assertionMalformed, .managedIdentityUnreachable:
            .retriable
        case .certificateExpired, .keyEncrypted, .keyNotRSA, .keyTooSmall, .assertionTooLarge, .managedIdentityRefused:
            .permanent
        }
    }

    /// Who must do what.
    package var remedy: String {
        switch self {
        case .certificateUnreadable: "write the certificate as PEM (BEGIN CERTIFICATE), not PFX or DER, into its file"
        case .certificateExpired: "make a new certificate, upload it to the app registration and replace both files"
        case .certificateNotYetValid: "set this machine's clock, or wait until the certificate becomes valid"
        case .keyUnreadable: "write the private key as PEM (BEGIN PRIVATE KEY or BEGIN RSA PRIVATE KEY) into its file"
        case .keyEncrypted: "decrypt the private key (openssl pkey): an encrypted one is not supported"
        case .keyNotRSA: "use an RSA key: Entra takes no other for this assertion"
        case .keyTooSmall: "make a new certificate with an RSA key of 2048 bits or more"
        case .keyMismatch: "put the certificate and the private key of the same pair into the two files"
        case .assertionEmpty: "see that whoever projects the federated token's file has written it"
        case .assertionTooLarge, .assertionMalformed:
            "name the file that holds the federated token, a JWT and nothing else"
        case .managedIdentityUnreachable:
            "run where Azure gives out managed identities, and let the worker reach the identity endpoint without a proxy"
        case .managedIdentityRefused: "assign the managed identity to this machine, or correct which one is asked for"
        }
    }
}

extension CredentialFault: CustomStringConvertible {
    package var description: String { "\(code): \(remedy)" }
}

extension TokenError {
    init(fault: CredentialFault) {
        self.init(kind: .credentialUnusable, verdict: fault.verdict, detail: fault.code)
    }

    /// What was found wrong with the credential itself, if that is the reason.
    package var fault: CredentialFault? { detail.flatMap { CredentialFault(rawValue: $0) } }
}
