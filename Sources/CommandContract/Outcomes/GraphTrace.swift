/// What Microsoft support needs to find the deciding exchange in its logs.
package struct GraphTrace: Sendable, Equatable {
    package var status: Int?
    package var code: String?
    package var requestID: String?
    package var clientRequestID: String?
    package var date: String?

    package init(
        status: Int? = nil, code: String? = nil, requestID: String? = nil, clientRequestID: String? = nil,
        date: String? = nil
    ) {
        self.status = status
        self.code = code
        self.requestID = requestID
        self.clientRequestID = clientRequestID
        self.date = date
    }
}
