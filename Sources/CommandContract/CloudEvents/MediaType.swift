/// A media type with the one parameter that matters here (RFC 9110 §8.3); names are compared without regard to case.
struct MediaType {
    let name: String
    private let charset: String?

    init(_ text: String) {
        let parts = text.lowercased().split(separator: ";", omittingEmptySubsequences: false).map { Self.trimmed($0) }
        name = parts[0]
        charset = parts.dropFirst().first { $0.hasPrefix("charset=") }
            .map { $0.dropFirst("charset=".count).filter { $0 != "\"" } }
    }

    /// Says structured mode, whatever the format: in any other type the attributes are headers.
    var isCloudEvent: Bool { name.hasPrefix("application/cloudevents") }
    var isUTF8: Bool { charset == nil || charset == "utf-8" }
    var isJSON: Bool { isUTF8 && (name == "application/json" || name.hasSuffix("+json")) }

    private static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
