/// Why a sign-in by device code gave nothing.
package enum DeviceCodeFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// Personal accounts sign in to the worldwide cloud alone.
    case cloudNotOffered
    case declined
    /// Nobody signed in while the code was good.
    case expired
    /// A sign-in that ends with its access token: `offline_access` was not granted.
    case noRefreshToken
    case noToken(TokenError)

    /// Stable camelCase code.
    package var code: String {
        switch self {
        case .cloudNotOffered: "cloudNotOffered"
        case .declined: "declined"
        case .expired: "expired"
        case .noRefreshToken: "noRefreshToken"
        case .noToken(let error): error.code
        }
    }

    package var description: String {
        switch self {
        case .cloudNotOffered:
            "personal accounts live in the worldwide cloud: correct cloud, or name the account's tenant"
        case .declined: "the sign-in was declined: start again and accept it"
        case .expired: "nobody signed in while the code was good: start again"
        case .noRefreshToken: "Entra gave no refresh token: let the account consent to offline_access"
        case .noToken(let error): "\(error)"
        }
    }
}
