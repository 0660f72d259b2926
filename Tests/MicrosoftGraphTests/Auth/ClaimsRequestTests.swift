import Testing

@testable import MicrosoftGraph

@Suite struct ClaimsRequestTests {
    static let capabilities = #"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#

    @Test("the capabilities are what Entra documents")
    func announced() { #expect(ClaimsRequest.clientCapabilities.json == Self.capabilities) }

    @Test(
        "a challenge is merged into one object with the capabilities, whole and sorted",
        arguments: [
            (#"{}"#, Self.capabilities),
            (
                #"{"access_token":{"nbf":{"value":"1700000000","essential":true}}}"#,
                #"{"access_token":{"nbf":{"essential":true,"value":"1700000000"},"xms_cc":{"values":["cp1"]}}}"#
            ),
            (
                #"{"id_token":{"acrs":null},"access_token":{"z":[1,2.5,-3,true,null,"a\"/\u00e9"]}}"#,
                #"{"access_token":{"xms_cc":{"values":["cp1"]},"z":[1,2.5,-3,true,null,"a\"/é"]},"id_token":{"acrs":null}}"#
            ),
            (#"{"access_token":{"xms_cc":{"values":["cp1"]}}}"#, Self.capabilities),
            (
                #"{"access_token":{"xms_cc":{"values":["cp2","cp1"],"essential":false}}}"#,
                #"{"access_token":{"xms_cc":{"essential":false,"values":["cp1","cp2"]}}}"#
            ),
            (#"{"access_token":null}"#, Self.capabilities), (#"{"access_token":{"xms_cc":null}}"#, Self.capabilities),
        ]
    )
    func merged(challenge: String, json: String) throws {
        let claims = try #require(ClaimsRequest.challenge(challenge))
        let merged = ClaimsRequest.clientCapabilities.merging(claims)
        #expect(merged.json == json)
        #expect(merged.merging(claims) == merged)
    }

    @Test(
        "both alphabets, padded or not",
        arguments: [
            // {"a":"~~~?"}
            "eyJhIjoifn5+PyJ9", "eyJhIjoifn5-PyJ9",
            // {"a":1}
            "eyJhIjoxfQ==", "eyJhIjoxfQ",
        ]
    )
    func alphabets(text: String) { #expect(ClaimsRequest(challenge: Secret(text)) != nil) }

    @Test(
        "anything but an object in base64 is no challenge",
        arguments: [
            "", "!", "e30=x", "bm90IGpzb24=", Base64Challenge.text("[1]"), Base64Challenge.text("7"),
            Base64Challenge.text(#"{"a":1e999}"#), Base64Challenge.text(#"{"a":"#),
            Base64Challenge.text(String(repeating: #"{"a":"#, count: 1000) + "1" + String(repeating: "}", count: 1000)),
            Base64Challenge.text(#"{"a":""# + String(repeating: "x", count: 6200) + #""}"#),
        ]
    )
    func unreadable(text: String) { #expect(ClaimsRequest(challenge: Secret(text)) == nil) }

    @Test("nothing of it is printed")
    func printing() throws {
        let claims = try #require(ClaimsRequest.challenge(#"{"canary":"canary"}"#))
        var dumped = ""
        dump(claims, to: &dumped)
        for text in ["\(claims)", String(reflecting: claims), dumped] { #expect(!text.contains("canary")) }
    }
}
