package import MicrosoftGraph

#if canImport(Glibc)
// Not used by name: swift-certificates imports it, and whether the compiler takes `stat` for its or for Glibc's then depends on
// the order in which it reads its files.
import CoreFoundation
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A refresh token in a file that only its owner can read, replaced when Entra gives a newer one.
///
/// Whoever holds the token can act as the user for months, so a file that others can read is refused.
package struct RefreshTokenFile: Sendable {
    package enum Fault: Error, Sendable, Equatable {
        case unusable(SecretFile.Fault)
        case openToOthers
        /// The number is `errno`.
        case notStored(Int32)
        /// Asked again before it has answered.
        case silent

        package var rule: String {
            switch self {
            case .unusable(let fault): fault.rule
            case .openToOthers: "names a file that others than its owner may use: chmod 600"
            case .notStored: "names a file that cannot be replaced"
            case .silent: "names a file that is being read and does not answer"
            }
        }
    }

    private let file: SecretFile

    var path: String { file.path }

    package init(path: String, relativeTo folder: String) { file = SecretFile(path: path, relativeTo: folder) }

    package func read() throws(Fault) -> Secret {
        var status = stat()
        guard stat(file.path, &status) == 0 else { throw .unusable(.unreadable) }
        guard status.st_mode & (S_IRWXG | S_IRWXO) == 0 else { throw .openToOthers }
        do { return try file.read() } catch { throw .unusable(error) }
    }

    /// Puts `token` in the place of `seen`, unless somebody has put something else there. A reader, or a process started after a
    /// crash, finds the old token or the new one, never half of one. May block on the disk.
    /// - Returns: whether it did.
    package func replace(_ seen: Secret, with token: Secret) throws(Fault) -> Bool {
        try RefreshTokenReplacement(of: self, with: token).takePlace(of: seen)
    }

    /// Puts `token` in the place of whatever is there, or is not: for a new sign-in.
    package func store(_ token: Secret) throws(Fault) {
        try RefreshTokenReplacement(of: self, with: token).takePlace()
    }
}
