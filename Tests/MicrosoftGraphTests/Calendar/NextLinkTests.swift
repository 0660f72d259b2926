import Testing

@testable import MicrosoftGraph

@Suite struct NextLinkTests {
    static let origin = WebOrigin(scheme: .https, host: "graph.microsoft.com")

    @Test(
        "a link below the version root of the same origin is followed",
        arguments: [
            "https://graph.microsoft.com/v1.0/me/calendarView?$skip=1",
            "https://graph.microsoft.com:443/v1.0/me/calendarView",
            "https://GRAPH.microsoft.com/v1.0/users/a%40b/calendarView?x=../y&z=%2F",
        ]
    )
    func followable(link: String) {
        #expect(NextLink.isFollowable(link, from: Self.origin, versionRoot: "/v1.0"))
    }

    @Test(
        "any other link is not",
        arguments: [
            "", "/v1.0/me", "http://graph.microsoft.com/v1.0/me", "https://graph.microsoft.com:8443/v1.0/me",
            "https://graph.microsoft.us/v1.0/me", "https://graph.microsoft.com.evil.example/v1.0/me",
            "https://graph.microsoft.com@evil.example/v1.0/me",
            "https://evil.example/https://graph.microsoft.com/v1.0/",
            "https://graph.microsoft.com/beta/me", "https://graph.microsoft.com/v1.0",
            "https://graph.microsoft.com/v1.0x/me",
            "https://graph.microsoft.com/v1.0/../beta/me", "https://graph.microsoft.com/v1.0/%2e%2E/beta/me",
            "https://graph.microsoft.com/v1.0/.%2e/beta", "https://graph.microsoft.com/v1.0/..%2fbeta",
            "https://graph.microsoft.com\\@evil.example/v1.0/me", "https://graph.microsoft.com/v1.0/a b",
            "https://graph.microsoft.com/v1.0/me#x", "https://graph.microsoft.com/v1.0/\r\nX: y",
            "//graph.microsoft.com/v1.0/me", "https:graph.microsoft.com/v1.0/me",
            "https://graph.microsoft.com/v1.0/" + String(repeating: "x", count: 9000),
        ]
    )
    func refused(link: String) {
        #expect(!NextLink.isFollowable(link, from: Self.origin, versionRoot: "/v1.0"))
    }
}
