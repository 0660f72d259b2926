import Logging
import MeetingCancellation
import MicrosoftGraph

/// An account's refresh token for one look: what Entra gives in exchange is dropped, and the file's own stays good.
///
/// A check may run as another user than the worker, who then could not read a file that was replaced.
struct UnstoredRefreshToken: RefreshTokenStore {
    private let kept: KeptRefreshToken

    init(_ account: RescindConfiguration.Account) {
        kept = KeptRefreshToken(
            file: account.refreshToken, account: account.profile.name, logger: Logger(label: "check"))
    }

    func current() async throws -> Secret { try await kept.current() }

    func rotated(to newer: Secret) {}
}
