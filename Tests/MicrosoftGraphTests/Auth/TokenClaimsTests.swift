import MicrosoftGraph
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite struct TokenClaimsTests {
    private func token(_ payload: String) -> String {
        let encoded = Data(payload.utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return "eyJhbGciOiJub25lIn0.\(encoded).c2ln"
    }

    @Test("an app-only token's roles are read")
    func appOnly() {
        let claims = TokenClaims(
            reading: self.token(#"{"roles":["Calendars.ReadWrite","Mail.Read"],"oid":"o","tid":"t","appid":"a","x":1}"#)
        )
        #expect(claims.roles == ["Calendars.ReadWrite", "Mail.Read"])
        #expect(claims.scp.isEmpty)
        #expect(claims.oid == "o")
        #expect(claims.tid == "t")
        #expect(claims.appid == "a")
        #expect(!claims.isOpaque)
    }

    @Test("a delegated token's scopes are whole words")
    func delegated() {
        let claims = TokenClaims(
            reading: self.token(#"{"scp":"Calendars.ReadWrite.Shared  User.Read","azp":"z","ü":"??>>"}"#))
        #expect(claims.scp == ["Calendars.ReadWrite.Shared", "User.Read"])
        #expect(claims.appid == "z")
    }

    @Test("a claim of an odd type is as good as absent")
    func oddTypes() {
        let claims = TokenClaims(reading: self.token(#"{"roles":"Calendars.ReadWrite","scp":["a"],"oid":7,"tid":"t"}"#))
        #expect(claims.roles.isEmpty)
        #expect(claims.scp.isEmpty)
        #expect(claims.oid == nil)
        #expect(claims.tid == "t")
        #expect(!claims.isOpaque)
    }

    @Test(
        "what is no JWT is opaque",
        arguments: ["", "opaque", "a.b", "a.b.c", "a..c", "a.e30.b.c", "a.!!!!.c", "a.W10.c", "EwBgA8l6BAAU"]
    )
    func opaque(token: String) {
        let claims = TokenClaims(reading: token)
        #expect(claims.isOpaque)
        #expect(claims.roles.isEmpty && claims.scp.isEmpty && claims.tid == nil)
    }
}
