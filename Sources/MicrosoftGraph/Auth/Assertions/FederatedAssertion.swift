/// The form of a JWT (RFC 7519 §3), looked at so that a wrong file is told here and its content sent nowhere.
enum FederatedAssertion {
    /// A projected token has one to two KB.
    static let longest = 64 * 1024

    static func check(_ assertion: Secret) throws(CredentialFault) {
        let text = assertion.reveal().utf8
        guard !text.isEmpty else { throw .assertionEmpty }
        guard text.count <= longest else { throw .assertionTooLarge }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(Base64URL.isCharacter) }) else {
            throw .assertionMalformed
        }
    }
}
