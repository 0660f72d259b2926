package import CommandContract
package import MicrosoftGraph

/// Why nobody is signed in. Holds no address, code or token.
package enum SignInFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// The configuration's own names, which are no secret.
    case accountUnknown(known: [String])
    case cloudNotServed(String)
    case noSignIn(DeviceCodeFailure)
    /// The sign-in is another mailbox's, or may not do what the account is for.
    case refused(OutcomeReason)
    case notStored(RefreshTokenFile.Fault)

    package var exitStatus: Int32 {
        switch self {
        case .accountUnknown: 64
        case .cloudNotServed: ConfigurationError.exitStatus
        case .noSignIn, .refused: 69
        case .notStored: 73
        }
    }

    package var description: String {
        switch self {
        case .accountUnknown(let known):
            "no account of this name is under accounts; there are: \(known.joined(separator: ", "))"
        case .cloudNotServed(let cloud): "the account's tenant lives in \(cloud), which is not listed under clouds"
        case .noSignIn(.noToken(let error)): "\(error.code): \(TokenAdvice(error, of: .refreshToken).remedy)"
        case .noSignIn(let failure): "\(failure)"
        case .refused(.accountMailboxMismatch):
            "somebody else signed in: sign in as the account's mailbox, or correct mailbox; nothing was stored"
        case .refused(let reason): "\(reason.rawValue): \(reason.explanation.remedy); nothing was stored"
        case .notStored(let fault): "refreshTokenFile \(fault.rule); the sign-in is lost: start again"
        }
    }
}
