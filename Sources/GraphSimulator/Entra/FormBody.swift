/// An `application/x-www-form-urlencoded` body or a query string.
struct FormBody: Sendable {
    private var fields: [String: String] = [:]

    init(_ text: Substring) {
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decode(parts[0]), let value = Self.decode(parts.count > 1 ? parts[1] : "") else {
                continue
            }
            fields[name] = value
        }
    }

    subscript(name: String) -> String? { fields[name] }

    var all: [(String, String)] { fields.map { ($0.key, $0.value) } }

    private static func decode(_ text: Substring) -> String? {
        PercentEncoding.decode(text.utf8.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 })
    }
}
