import Foundation
import GraphSimulator
import MeetingCancellation
import MicrosoftGraph

@testable import RescindApp

/// Ada's refresh token in its file, which the worker renews and somebody signs in anew to; and her application's secret, which the
/// worker reads after it.
struct SignInsFile: Sendable {
    private static let lab = LabWorld.global
    static let first = lab.refreshToken

    let name = "ada-under-load"
    /// Of the application's secret, so that its steps come after the refresh token was read and before it is sent. What is to be
    /// stored of an earlier one is stored by then: both happen on one queue.
    let watched: WatchedFile
    private let file: RefreshTokenFile

    init(in folder: TemporaryFolder) throws {
        try folder.write("client-secret", Self.lab.clientSecret.utf8)
        try folder.write(name, Self.first.utf8, mode: 0o600)
        watched = WatchedFile(SecretFile(path: "client-secret", relativeTo: folder.path))
        file = RefreshTokenFile(path: name, relativeTo: folder.path)
    }

    func account() throws -> RescindConfiguration.Account {
        let watched = watched
        return RescindConfiguration.Account(
            profile: DelegatedAccount(name: name, tenantID: Self.lab.id, mailbox: Self.lab.mailboxes[0].objectID),
            credential: try RefreshTokenCredential(
                tenantID: Self.lab.id, clientID: Self.lab.clientID, account: name, secret: { try watched.read() }),
            refreshToken: file
        )
    }

    var path: String { file.path }

    func content() throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    /// As `rescind sign-in` does.
    func store(_ token: String) throws { try file.store(Secret(token)) }

    /// Writes over the file that is there, as an editor or a copy does.
    func write(over text: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }

    /// Lets Ada sign in once more; what she got before stays good.
    func signIn(_ token: String, at graph: GraphSimulator) throws {
        try graph.changeApplication(tenant: Self.lab.id, clientID: Self.lab.clientID) {
            $0.delegatedAccounts.append(
                SimulatedDelegatedAccount(
                    user: Self.lab.mailboxes[0].userPrincipalName, scopes: Self.lab.roles, refreshToken: token))
        }
    }
}
