/// Decides whether an `@odata.nextLink` may be followed with the bearer token in hand.
///
/// The link is opaque (Graph "Paging"), so nothing of it is rebuilt; but it comes out of an answer, and an answer must
/// not choose who gets the token.
enum NextLink {
    private static let longest = 8 * 1024

    /// True for a link to the same scheme, host and port, below the version root, without a step upwards.
    static func isFollowable(_ link: String, from origin: WebOrigin, versionRoot: String) -> Bool {
        guard link.utf8.count <= longest, let (target, rest) = WebOrigin.split(link), target == origin else {
            return false
        }
        guard rest.hasPrefix("\(versionRoot)/"), !rest.contains("#") else { return false }
        let path = rest.prefix { $0 != "?" }.lowercased().replacing("%2e", with: ".")
        return !path.split(separator: "/").contains { $0 == "." || $0 == ".." } && !path.contains("%2f")
    }
}
