import Foundation

extension RecordedRequest {
    /// The fields of a form, decoded; of several with one name the last.
    var form: [String: String] { Self.fields(body) }

    /// The request line's path without its query.
    var path: String { String(target.prefix { $0 != "?" }) }

    /// The fields of the query, decoded.
    var query: [String: String] { Self.fields(String(target.drop { $0 != "?" }.dropFirst())) }

    private var target: String { line.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

    private static func fields(_ text: String) -> [String: String] {
        text.split(separator: "&").reduce(into: [:]) { fields, pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[String(parts[0])] = parts.count == 2 ? String(parts[1]).removingPercentEncoding : nil
        }
    }
}
