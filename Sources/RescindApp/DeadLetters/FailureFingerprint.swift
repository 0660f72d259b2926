import Crypto

/// What letters that failed alike have in common: one cause, one group, one decision about all of them.
struct FailureFingerprint: Hashable, Sendable {
    let reason: String
    /// nil where the record does not tell.
    let tenant: String?
    let code: String?

    /// Eight hexadecimal digits, the same on every machine.
    var id: String {
        let text = [reason, tenant ?? "", code ?? ""].joined(separator: "\n")
        return SHA256.hash(data: Array(text.utf8)).prefix(4).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
