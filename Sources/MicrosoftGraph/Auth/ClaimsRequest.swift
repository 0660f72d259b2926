/// The `claims` parameter of a token request (OpenID Connect Core 1.0 §5.5): what the token must satisfy beyond its scope.
package struct ClaimsRequest: Hashable, Sendable {
    /// A JSON object.
    package let json: String

    package init(json: String) { self.json = json }
}
