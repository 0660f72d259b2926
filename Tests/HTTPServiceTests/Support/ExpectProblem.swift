import CommandContract
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// Expects a problem document of this status and code.
func expectProblem(
    _ response: TestResponse, _ status: HTTPResponse.Status, _ code: String,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    #expect(response.status == status, sourceLocation: sourceLocation)
    #expect(response.headers[.contentType] == "application/problem+json", sourceLocation: sourceLocation)
    #expect(response.headers[.cacheControl] == "no-store", sourceLocation: sourceLocation)
    guard case .object(let problem) = try JSONReader.read(Array(buffer: response.body)) else {
        Issue.record("no object", sourceLocation: sourceLocation)
        return
    }
    #expect(problem["code"] == .string(code), sourceLocation: sourceLocation)
    #expect(problem["status"] == .integer(status.code), sourceLocation: sourceLocation)
}
