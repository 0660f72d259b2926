/// A scheme, host and port (RFC 6454 §4): the unit by which it is decided who may be sent a bearer token.
///
/// Parsed by a narrow grammar of our own instead of a URL library, because two parsers that read one address
/// differently are how a token reaches a foreign host. Whatever is not plainly `scheme://host[:port]` is refused.
struct WebOrigin: Hashable, Sendable {
    enum Scheme: String, Sendable {
        case http
        case https

        var defaultPort: Int { self == .https ? 443 : 80 }
    }

    let scheme: Scheme
    /// Lower case; an IPv6 address keeps its brackets.
    let host: String
    let port: Int

    init(scheme: Scheme, host: String, port: Int? = nil) {
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
    }

    /// `scheme://host`, followed by the port when it is not the scheme's own.
    var text: String {
        let base = "\(scheme.rawValue)://\(host)"
        return port == scheme.defaultPort ? base : "\(base):\(port)"
    }

    /// Whether the host can only be this machine: `localhost`, `[::1]` or a full dotted address in 127.0.0.0/8.
    var isLoopback: Bool {
        host == "localhost" || host == "[::1]" || dottedAddress?.first == 127
    }

    /// Whether the host is a full dotted address in 169.254.0.0/16 (RFC 3927), which no router passes on.
    var isLinkLocal: Bool { dottedAddress?.prefix(2) == [169, 254] }

    /// Short forms (`127.1`) and names that merely begin so (`127.0.0.1.example.com`) are none.
    private var dottedAddress: [UInt8]? {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = parts.compactMap { part in UInt8(part).flatMap { String($0) == part ? $0 : nil } }
        return parts.count == 4 && bytes.count == 4 ? bytes : nil
    }

    /// Splits an absolute address into its origin and the rest, which is empty or begins with `/`, `?` or `#`.
    static func split(_ address: String) -> (origin: WebOrigin, rest: Substring)? {
        guard address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return nil }
        guard let separator = address.firstRange(of: "://"),
            let scheme = Scheme(rawValue: address[..<separator.lowerBound].lowercased())
        else { return nil }
        let afterScheme = address[separator.upperBound...]
        let end = afterScheme.firstIndex { "/?#".contains($0) } ?? afterScheme.endIndex
        guard let (host, port) = hostAndPort(afterScheme[..<end]) else { return nil }
        return (WebOrigin(scheme: scheme, host: host, port: port), afterScheme[end...])
    }

    private static func hostAndPort(_ text: Substring) -> (host: String, port: Int?)? {
        var host = text
        var port: Int?
        let hostEnd = text.lastIndex(of: "]") ?? text.startIndex
        if let colon = text[hostEnd...].firstIndex(of: ":") {
            let digits = text[text.index(after: colon)...]
            guard (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCII.isDigit),
                let number = Int(digits), (1...65_535).contains(number)
            else { return nil }
            host = text[..<colon]
            port = number
        }
        let name = host.lowercased()
        return isHost(name) ? (name, port) : nil
    }

    private static func isHost(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 253 else { return false }
        if name.hasPrefix("[") {
            return name.hasSuffix("]") && name.utf8.count > 2
                && name.utf8.dropFirst().dropLast().allSatisfy { ASCII.isHexDigit($0) || $0 == UInt8(ascii: ":") }
        }
        return ASCII.isDomainName(name)
    }
}
