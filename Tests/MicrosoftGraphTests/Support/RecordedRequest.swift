/// One request as it stood on the wire.
struct RecordedRequest: Sendable {
    /// The request line, without its line break.
    let line: String
    let headers: [(name: String, value: String)]
    let body: String

    /// Every value of a header, names compared without regard to case.
    func values(_ name: String) -> [String] {
        self.headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// Takes the first whole request off `bytes`; nil while it is not all there.
    static func take(from bytes: inout [UInt8]) -> RecordedRequest? {
        guard let headEnd = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: bytes[..<headEnd.lowerBound], as: UTF8.self)
        let lines = head.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            let value = line[colon...].dropFirst().trimmingPrefix(" ")
            return (name: String(line[..<colon]), value: String(value))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        guard bytes.count - headEnd.upperBound >= length else { return nil }
        let body = bytes[headEnd.upperBound...].prefix(length)
        bytes.removeFirst(headEnd.upperBound + length)
        return RecordedRequest(line: lines[0], headers: headers, body: String(decoding: body, as: UTF8.self))
    }
}
