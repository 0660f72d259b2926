#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Graph's error body: `{"error": {"code", "message", "innerError": {…}}}` (Graph "Error responses").
///
/// `innerError` also comes as `innererror`, and may hold a further code and a further inner error.
struct GraphErrorEnvelope: Decodable {
    /// Outermost first.
    let codes: [String]
    /// Only ever searched for what ``AnswerClassifier`` knows; never repeated.
    let message: String?
    let requestID: String?

    private static let deepestLevel = 8

    init?(_ body: TransportAnswer.Body) {
        guard case .complete(let bytes) = body,
            let envelope = try? JSONDecoder().decode(GraphErrorEnvelope.self, from: Data(bytes))
        else { return nil }
        self = envelope
    }

    init(from decoder: any Decoder) throws {
        var level = try decoder.container(keyedBy: Key.self).nestedContainer(keyedBy: Key.self, forKey: "error")
        self.message = try? level.decode(String.self, forKey: "message")
        var codes: [String] = []
        var requestID: String?
        for _ in 0..<Self.deepestLevel {
            if let code = try? level.decode(String.self, forKey: "code"), Self.isCode(code) { codes.append(code) }
            requestID = requestID ?? (try? level.decode(String.self, forKey: "request-id"))
            guard
                let inner = (try? level.nestedContainer(keyedBy: Key.self, forKey: "innerError"))
                    ?? (try? level.nestedContainer(keyedBy: Key.self, forKey: "innererror"))
            else { break }
            level = inner
        }
        self.codes = codes
        self.requestID = requestID.flatMap(TransportAnswer.checkedIdentifier)
    }

    /// The innermost code that is known here, else the outermost.
    var code: String? { codes.last(where: GraphCodes.isKnown) ?? codes.first }

    /// Codes reach logs and outcomes, so only what has the shape of one passes.
    private static func isCode(_ text: String) -> Bool {
        let punctuation = Set("._-".utf8)
        return (1...100).contains(text.utf8.count)
            && text.utf8.allSatisfy { ASCII.isLetterOrDigit($0) || punctuation.contains($0) }
    }

    private struct Key: CodingKey, ExpressibleByStringLiteral {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringLiteral value: String) { self.stringValue = value }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
