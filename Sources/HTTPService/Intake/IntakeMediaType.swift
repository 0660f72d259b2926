import HTTPTypes

/// The two forms of a command's body.
enum IntakeMediaType: UInt8, Sendable {
    /// `application/json`: the command's data.
    case plain
    /// `application/cloudevents+json`: a structured CloudEvent.
    case structured

    /// - Returns: nil for anything else, a missing or repeated header and any charset but UTF-8; names are compared without
    ///   regard to case (RFC 9110 §8.3).
    init?(_ headers: HTTPFields) {
        let values = headers[values: .contentType]
        guard values.count == 1 else { return nil }
        let parts = values[0].lowercased().split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
        for parameter in parts.dropFirst() where parameter.hasPrefix("charset=") {
            guard ["charset=utf-8", "charset=\"utf-8\""].contains(parameter) else { return nil }
        }
        switch parts[0] {
        case "application/json": self = .plain
        case "application/cloudevents+json": self = .structured
        default: return nil
        }
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text.drop { $0 == " " || $0 == "\t" }
        while text.last == " " || text.last == "\t" { text.removeLast() }
        return text
    }
}
