import Crypto

/// Names a record key where the key itself may not be shown, since it holds a mailbox: the first eight hexadecimal digits of its
/// SHA-256. Whoever knows the mailbox recognizes it; nobody reads it off.
package enum KeyTag {
    package static func of(_ key: [UInt8]) -> String {
        SHA256.hash(data: key).prefix(4).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }.joined()
    }
}
