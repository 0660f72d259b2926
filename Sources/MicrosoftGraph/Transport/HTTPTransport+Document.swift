extension HTTPTransport {
    package enum DocumentFailure: Error, Sendable, Equatable {
        /// No connection, or no whole answer within the time; the text holds no address.
        case unreachable(String)
        case status(Int)
        case tooLarge
    }

    /// One document from a server of our own, without credentials.
    /// - Parameters:
    ///   - url: absolute and already percent-encoded.
    ///   - limit: bytes accepted.
    package func document(at url: String, limit: Int) async throws(DocumentFailure) -> [UInt8] {
        let request = TransportRequest(method: .get, url: url, headers: [], body: nil, answerLimit: limit)
        let answer: TransportAnswer
        do throws(TransportFailure) { answer = try await exchange(request) } catch {
            throw .unreachable(error.text)
        }
        guard (200..<300).contains(answer.status) else { throw .status(answer.status) }
        switch answer.body {
        case .complete(let bytes): return bytes
        case .tooLarge: throw .tooLarge
        case .broken(let failure): throw .unreachable(failure.text)
        }
    }
}

extension TransportFailure {
    fileprivate var text: String {
        switch kind {
        case .connectFailed: "no connection" + (detail.map { " (\($0))" } ?? "")
        case .timeout: "no answer in time"
        case .connectionLost, .abandoned: "the connection ended"
        case .unreadable: "the answer is not HTTP"
        }
    }
}
