import NIOHTTP1

@testable import GraphSimulator

/// An answer as the client saw it.
struct ReceivedAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: [UInt8]

    var json: JSONValue? { JSONValue(parsing: body) }

    /// Graph's `error.code`.
    var errorCode: String? { json?["error"]?["code"]?.string }
    /// Graph's `error.message`.
    var errorMessage: String? { json?["error"]?["message"]?.string }
    /// The AADSTS number of an Entra error.
    var aadsts: Int? { json?["error_codes"]?.array?.first?.integer }

    func string(_ member: String) throws -> String {
        guard let text = json?[member]?.string else { throw MemberMissing(member: member, status: status) }
        return text
    }

    struct MemberMissing: Error {
        let member: String
        let status: Int
    }
}
