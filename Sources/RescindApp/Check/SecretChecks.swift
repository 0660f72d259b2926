/// What the file of a secret should be: there, readable by the worker, and by nobody it is not meant for.
enum SecretChecks {
    /// - Parameters:
    ///   - fault: why it could not be read as a secret, if it could not.
    ///   - access: nil when the file is not there or not to be looked at.
    static func result(key: String, fault: SecretFile.Fault?, access: FileAccess?) -> CheckResult {
        let check = "secret \(key)"
        if let fault {
            return CheckResult(
                check, .failed, found: "\(fault.rule)", expected: "a file this process can read",
                remedy: remedy(fault)
            )
        }
        let isOwnersAlone = key.hasSuffix(refreshTokenKey)
        let expected = isOwnersAlone ? "mode 0600 or 0400" : "mode 0400 or 0440"
        guard let access else {
            return CheckResult(
                check, .notVerified, found: "is no regular file, or its mode cannot be read", expected: expected
            )
        }
        let mode = "mode 0" + String(access.mode, radix: 8)
        if isOwnersAlone, access.isOpenToOthers {
            return CheckResult(
                check, .failed, found: "\(mode): others than its owner may use it, so the worker does not start",
                expected: expected, remedy: "chmod 0600, owned by the worker's user"
            )
        }
        guard let exposure = exposure(access) else { return CheckResult(check, .ok, found: "readable, \(mode)") }
        return CheckResult(
            check, .warning, found: "\(mode): \(exposure)", expected: expected,
            remedy: "chmod 0400 (0440 for its group), owned by the worker's user"
        )
    }

    /// ``RefreshTokenFile`` takes no file that its group may use.
    private static let refreshTokenKey = "refreshTokenFile"

    /// Who may do what they should not; the first and worst.
    private static func exposure(_ access: FileAccess) -> String? {
        let others = access.mode & 0o7
        let group = access.mode >> 3 & 0o7
        if others & 0o2 != 0 { return "anybody may replace it" }
        if others & 0o4 != 0 { return "anybody on the machine may read it" }
        if group & 0o2 != 0 { return "its group may replace it" }
        if group & 0o4 != 0, !access.isOfOwnGroup { return "a group the worker is not in may read it" }
        return nil
    }

    private static func remedy(_ fault: SecretFile.Fault) -> String {
        switch fault {
        case .unreadable:
            "create the file, let the worker's user read it, or correct the path (found from the configuration's folder)"
        case .empty: "write the secret into the file"
        case .tooLarge, .notUTF8: "correct the path, or write the secret alone into the file, as text"
        }
    }
}
