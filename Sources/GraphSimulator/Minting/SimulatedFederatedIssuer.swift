import CryptoExtras
package import FoundationEssentials

/// A foreign issuer with a fresh key, such as a Kubernetes cluster: it mints the tokens that are exchanged for Entra's.
package struct SimulatedFederatedIssuer: Sendable {
    package let issuer: String
    /// What has to be published with `addFederatedIssuer` before a token is believed.
    package let keyPEM: String
    private let mint: TokenMint

    /// Draws a key, which takes a noticeable part of a second.
    package init(_ issuer: String) throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        self.issuer = issuer
        keyPEM = key.publicKey.pemRepresentation
        mint = TokenMint(key: key)
    }

    /// A token in the form of a Kubernetes service account's.
    ///
    /// - Parameter lifetime: seconds; Kubernetes gives an hour.
    package func token(
        subject: String, audience: String, issuedAt: Date, lifetime: TimeInterval = 3600
    ) throws -> String {
        let start = Int(issuedAt.timeIntervalSince1970)
        return try mint.token(
            [
                "iss": .string(issuer),
                "sub": .string(subject),
                "aud": [.string(audience)],
                "iat": .integer(start),
                "nbf": .integer(start),
                "exp": .integer(start + Int(lifetime)),
            ],
            header: ["kid": "lab"], algorithm: .rs256
        )
    }
}
