import BadInputCatalogue
import CommandContract
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// A row of the bad-input catalogue as a request to the webhook, and the answer it must get.
struct SubmittedRow {
    static let structuredType = "application/cloudevents+json"
    static let plainType = "application/json"

    let name: String
    let body: [UInt8]
    let contentType: String
    let status: HTTPResponse.Status
    var code: String?
    /// What the problem must name, or the beginning of it.
    var field: String?
    var unrepeatable: String?

    /// As an event, and rows about a field of the data as plain JSON too. Rows without either form are left out.
    static func all(_ rows: [BadInput]) -> [SubmittedRow] {
        rows.flatMap { row in
            [event(row), plain(row)].compactMap { $0 }
        }
    }

    private static func event(_ row: BadInput) -> SubmittedRow? {
        guard row.headers == [CommandText.structuredType], let value = row.value else { return nil }
        return SubmittedRow(row, body: value, contentType: structuredType)
    }

    private static func plain(_ row: BadInput) -> SubmittedRow? {
        // In plain JSON `id` is no field of the data but the command's own.
        if row.name.hasPrefix("data.id:") { return nil }
        let isData = row.headers == CommandText().binaryHeaders
        guard let body = row.data ?? (isData ? row.value : nil) else { return nil }
        return SubmittedRow(row, body: body, contentType: plainType)
    }

    private init(_ row: BadInput, body: [UInt8], contentType: String) {
        self.body = body
        self.contentType = contentType
        name = "\(row.name) as \(contentType)"
        unrepeatable = row.unrepeatable
        switch row.answer {
        case .unauthorized(.sourceUnknown):
            // The worker would look it up; the webhook knows already who has signed.
            (status, code, field) = (.badRequest, OutcomeReason.fieldInvalid.rawValue, "source")
        // Whether a sound command may be acted on is the worker's to say.
        case .accepted, .unauthorized, .skipped: status = .accepted
        case .undecodable(.tooLarge, _): (status, code) = (.contentTooLarge, OutcomeReason.tooLarge.rawValue)
        // Plain JSON has no `data`: the body is it.
        case .refused(.fieldInvalid, "data") where contentType == Self.plainType:
            (status, code, field) = (.badRequest, OutcomeReason.malformed.rawValue, "body")
        case .refused(let reason, let named), .undecodable(let reason, let named):
            (status, code) = (.badRequest, reason.rawValue)
            field = Self.field(named, contentType)
        }
    }

    init(
        name: String, body: [UInt8], contentType: String, status: HTTPResponse.Status, code: String? = nil,
        field: String? = nil
    ) {
        self.name = name
        self.body = body
        self.contentType = contentType
        self.status = status
        self.code = code
        self.field = field
    }

    private static func field(_ named: String, _ contentType: String) -> String {
        if named == "value" { return "body" }
        return contentType == plainType ? named.replacing("data.", with: "", maxReplacements: 1) : named
    }

    func check(_ response: TestResponse) throws {
        #expect(response.status == status, "\(name)")
        let text = String(buffer: response.body)
        guard response.status != .accepted else {
            #expect(text.isEmpty, "\(name)")
            return
        }
        #expect(response.headers[.contentType] == "application/problem+json", "\(name)")
        #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(name): \(text)")
        guard case .object(let problem) = try JSONReader.read(Array(text.utf8)) else {
            Issue.record("\(name): the problem is no object")
            return
        }
        if let code { #expect(problem["code"] == .string(code), "\(name)") }
        if let field {
            guard case .string(let named)? = problem["field"], case .string? = problem["rule"] else {
                Issue.record("\(name): the problem names no field or no rule")
                return
            }
            #expect(named.hasPrefix(field), "\(name): \(named)")
        }
        if let unrepeatable { #expect(!text.contains(unrepeatable), "\(name)") }
    }
}
