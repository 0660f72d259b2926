import Testing

@testable import MicrosoftGraph

@Suite struct PercentEncodingTests {
    @Test(
        "only unreserved characters stay",
        arguments: [
            ("AZaz09-._~", "AZaz09-._~"), ("=", "%3D"), ("/", "%2F"), ("+", "%2B"), (" ", "%20"), ("'", "%27"),
            ("#EXT#", "%23EXT%23"), ("%2F", "%252F"), ("a@b", "a%40b"), ("\u{E9}", "%C3%A9"), ("\u{0}", "%00"),
        ]
    )
    func encoded(text: String, expected: String) {
        #expect(PercentEncoding.encode(text) == expected)
    }

    @Test("a form keeps the order of its fields")
    func form() {
        #expect(PercentEncoding.form([("b", "1 &2"), ("a", "=")]) == "b=1%20%262&a=%3D")
    }
}
