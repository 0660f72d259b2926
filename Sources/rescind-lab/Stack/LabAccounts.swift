import Foundation
import GraphSimulator
import MeetingCancellation
import MicrosoftGraph
import RescindApp

/// Signed-in accounts of the lab's first tenant, their refresh tokens in files of a folder that only we can read.
struct LabAccounts: Sendable {
    static let ada = "ada"
    /// May edit Ada's calendars.
    static let dina = "dina"
    /// Bruno's by its configuration, Ada's by its sign-in.
    static let mismatched = "bruno"

    private let folder: URL

    /// Makes the folder; ``remove()`` is the caller's duty.
    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "rescind-lab-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700]
        )
    }

    func remove() throws { try FileManager.default.removeItem(at: folder) }

    func configuration() throws -> [RescindConfiguration.Account] {
        let tenant = LabWorld.global
        return try [
            account(Self.ada, mailbox: tenant.mailboxes[0], refreshToken: tenant.refreshToken),
            account(Self.dina, mailbox: tenant.mailboxes[3], refreshToken: tenant.delegateRefreshToken),
            account(Self.mismatched, mailbox: tenant.mailboxes[1], refreshToken: tenant.refreshToken),
        ]
    }

    private func account(
        _ name: String, mailbox: LabMailbox, refreshToken: String
    ) throws -> RescindConfiguration.Account {
        let tenant = LabWorld.global
        let file = folder.appending(path: name)
        let isMade = FileManager.default.createFile(
            atPath: file.path, contents: Data(refreshToken.utf8), attributes: [.posixPermissions: 0o600]
        )
        guard isMade else { throw CocoaError(.fileWriteUnknown) }
        return RescindConfiguration.Account(
            profile: DelegatedAccount(name: name, tenantID: tenant.id, mailbox: mailbox.objectID),
            credential: try RefreshTokenCredential(
                tenantID: tenant.id, clientID: tenant.clientID, account: name, secret: { Secret(tenant.clientSecret) }
            ),
            refreshToken: RefreshTokenFile(path: name, relativeTo: folder.path)
        )
    }
}
