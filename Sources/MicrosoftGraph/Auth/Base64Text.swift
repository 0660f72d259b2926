#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Base64 as Entra and Graph write it: JWTs in the URL alphabet without padding, challenges in either.
enum Base64Text {
    /// Nil for anything but base64 (RFC 4648 §4) or base64url (§5), padded or not.
    static func decoded(_ text: some Sequence<UInt8>) -> Data? {
        var standard = text.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        standard += Array(repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4)
        return Data(base64Encoded: Data(standard))
    }
}
