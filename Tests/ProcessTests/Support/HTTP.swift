import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Plain requests to the processes' ports.
enum HTTP {
    static func get(_ url: String) async throws -> (status: UInt, body: String) {
        try await send(HTTPClientRequest(url: url))
    }

    static func post(
        _ url: String, _ json: String, headers: [(String, String)] = []
    ) async throws -> (status: UInt, body: String) {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: json))
        return try await send(request)
    }

    private static func send(_ request: HTTPClientRequest) async throws -> (status: UInt, body: String) {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        return (response.status.code, String(buffer: try await response.body.collect(upTo: 1 << 20)))
    }
}
