import Testing

@testable import MicrosoftGraph

@Suite struct AuthenticateChallengeTests {
    @Test(
        "a claims challenge is found in any order and among others",
        arguments: [
            [#"Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ==""#],
            [#"Bearer claims="eyJhIjoxfQ==", authorization_uri="https://x/?a=b,c", error="insufficient_claims""#],
            ["PoP x=\"y\"", #"bearer error="insufficient_claims",claims="eyJhIjoxfQ==""#],
            [#"Bearer error="invalid_token""#, #"Bearer error=insufficient_claims, claims="eyJhIjoxfQ==""#],
            [#"Bearer realm="a\"b, claims=\"no\"", error="insufficient_claims", claims="eyJhIjoxfQ==""#],
            [#"Bearer error="invalid_token", Bearer error="insufficient_claims", claims="eyJhIjoxfQ==""#],
            [#"Negotiate abc==, PoP nonce="x", BEARER Claims = "eyJhIjoxfQ==" , ERROR="insufficient_claims""#],
            [#"Bearer claims="eyJhIjoxfQ==", error="insufficient_claims", Digest claims="eyJ9", error="x""#],
            ["Bearer\terror=insufficient_claims ,,\tclaims=eyJhIjoxfQ=="],
            [
                #"Bearer error="insufficient_claims", claims="a b""#,
                #"Bearer error="insufficient_claims", claims="eyJhIjoxfQ==""#,
            ],
        ]
    )
    func found(headers: [String]) {
        #expect(AuthenticateChallenge.claims(in: headers) == Secret("eyJhIjoxfQ=="))
    }

    @Test(
        "anything else is no claims challenge",
        arguments: [
            [], [""], ["Bearer"], [#"Bearer error="invalid_token", claims="eyJ9""#], [#"Bearer claims="eyJ9""#],
            [#"Basic error="insufficient_claims", claims="eyJ9""#], [#"Bearer error="insufficient_claims", claims="""#],
            [#"Bearer error="insufficient_claims", claims="a b""#], [#"Bearer error="insufficient_claims""#],
            ["Bearer ====\"\"\"\\"], [#"error="insufficient_claims", claims="eyJ9""#], [",,,===,,,\"", "\\"],
            [#"Bearer error="insufficient_claims", PoP claims="eyJ9""#],
            [#"PoP error="insufficient_claims", Bearer claims="eyJ9""#],
            [#"Bearer error="insufficient_claims", claims="\#(String(repeating: "a", count: 9000))""#],
        ] as [[String]]
    )
    func none(headers: [String]) {
        #expect(AuthenticateChallenge.claims(in: headers) == nil)
    }
}
