import Foundation
import Testing

@testable import RescindApp

@Suite("The files of secrets")
struct SecretChecksTests {
    private func result(_ mode: UInt32, isOfOwnGroup: Bool = true, key: String = "k") -> CheckResult {
        let access = FileAccess(mode: mode, isOfOwnGroup: isOfOwnGroup, isReadable: true)
        return SecretChecks.result(key: key, fault: nil, access: access)
    }

    @Test(
        "readable by the worker alone, or by its group, is right", arguments: [0o400, 0o600, 0o440, 0o640] as [UInt32])
    func right(mode: UInt32) {
        #expect(result(mode).state == .ok)
    }

    @Test(
        "readable or writable by others is a warning that tells who",
        arguments: [
            (0o644, "anybody on the machine may read it"), (0o604, "anybody on the machine may read it"),
            (0o602, "anybody may replace it"), (0o666, "anybody may replace it"), (0o660, "its group may replace it"),
        ] as [(UInt32, String)]
    )
    func exposed(mode: UInt32, who: String) {
        #expect(result(mode).state == .warning)
        #expect(result(mode).found == "mode 0\(String(mode, radix: 8)): \(who)")
        #expect(result(mode).remedy.contains("chmod 0400"))
    }

    @Test("a group the worker is not in counts as others")
    func foreignGroup() {
        #expect(result(0o640, isOfOwnGroup: false).state == .warning)
        #expect(result(0o600, isOfOwnGroup: false).state == .ok)
    }

    @Test(
        "a refresh token's file is judged as the worker takes it: its owner's alone, or a failure",
        arguments: [0o600, 0o400, 0o440, 0o640, 0o644, 0o620, 0o610, 0o601] as [UInt32]
    )
    func refreshToken(mode: UInt32) async throws {
        let result = result(mode, key: "accounts[0].refreshTokenFile")
        let isTaken = try await TemporaryFolder.with { folder in
            try folder.write("token", "r1".utf8, mode: Int(mode))
            return (try? RefreshTokenFile(path: "token", relativeTo: folder.path).read()) != nil
        }
        #expect(isTaken == (mode & 0o077 == 0))
        #expect(result.state == (isTaken ? .ok : .failed))
        if !isTaken {
            #expect(result.expected == "mode 0600 or 0400")
            #expect(result.remedy.hasPrefix("chmod 0600"))
        }
    }

    @Test(
        "a secret that cannot be used is a failure with its remedy",
        arguments: [SecretFile.Fault.unreadable, .empty, .tooLarge, .notUTF8]
    )
    func faults(fault: SecretFile.Fault) {
        let result = SecretChecks.result(key: "tenants[0].clientSecretFile", fault: fault, access: nil)
        #expect(result.check == "secret tenants[0].clientSecretFile")
        #expect(result.state == .failed)
        #expect(result.found == fault.rule)
        #expect(!result.remedy.isEmpty)
    }

    @Test("mode and group are those of the file itself, also behind a link, as Kubernetes lays its secrets")
    func links() async throws {
        try await TemporaryFolder.with { folder in
            let file = try folder.write("secret", "s".utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o440], ofItemAtPath: file)
            try FileManager.default.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: file)
            for path in [file, folder.path + "/link"] {
                #expect(FileAccess.of(path) == FileAccess(mode: 0o440, isOfOwnGroup: true, isReadable: true))
            }
            #expect(FileAccess.of(folder.path) == nil)
            #expect(FileAccess.of(folder.path + "/nothing") == nil)
        }
    }
}
