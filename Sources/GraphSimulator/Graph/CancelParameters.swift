/// The parameters of the cancel action.
struct CancelParameters: Sendable, Hashable {
    let comment: String?

    /// - Throws: a 400 unless the body is a JSON object whose only member may be `Comment`, in any letter case
    ///   (the API page's table and its example disagree), with a string or null. A member given twice is tolerated;
    ///   of two spellings the schema's own wins.
    init(contentType: String?, body: [UInt8]) throws(GraphError) {
        let mediaType = contentType?.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard mediaType == "application/json" else {
            throw .badRequest("Write requests must contain the Content-Type header declaration application/json.")
        }
        guard let members = JSONValue(parsing: body)?.object else {
            throw .badRequest("Unable to read JSON request payload. It must be a JSON object.")
        }
        guard members.keys.allSatisfy({ $0.lowercased() == "comment" }) else {
            throw .badRequest("A parameter in the payload does not belong to the operation 'cancel'.")
        }
        switch members["Comment"] ?? members.min(by: { $0.key < $1.key })?.value {
        case nil, .null: comment = nil
        case .string(let text): comment = text
        default: throw .badRequest("Cannot convert the value of the parameter Comment to Edm.String.")
        }
    }
}
