/// How an application proves to a token endpoint that it is itself: the fields in which the forms of its credentials differ.
protocol ApplicationProof: Sendable {
    /// Made or read anew for every request, so that a rotated credential is seen without a restart.
    ///
    /// - Parameter endpoint: address of the token endpoint that the form goes to.
    func fields(for endpoint: String) async throws(TokenError) -> [(name: String, value: String)]

    /// Whether what was read for these fields reads differently by now: it was sent in the middle of being replaced.
    func isReplaced(since fields: [(name: String, value: String)]) -> Bool
}

extension ApplicationProof {
    /// A pair of certificate and key is checked before it is used: half of one is not sent.
    func isReplaced(since fields: [(name: String, value: String)]) -> Bool { false }
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
