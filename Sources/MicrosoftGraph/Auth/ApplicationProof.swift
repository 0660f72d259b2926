/// How an application proves to a token endpoint that it is itself: the fields in which the forms of its credentials differ.
protocol ApplicationProof: Sendable {
    /// Made or read anew for every request, so that a rotated credential is seen without a restart.
    ///
    /// - Parameter endpoint: address of the token endpoint that the form goes to.
    func fields(for endpoint: String) async throws(TokenError) -> [(name: String, value: String)]
}

extension ApplicationProof {
    /// RFC 7523 §2.2.
    static func assertion(_ assertion: Secret) -> [(name: String, value: String)] {
        [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.reveal()),
        ]
    }
}
