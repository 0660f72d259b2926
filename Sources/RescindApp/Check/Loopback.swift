/// Whether addresses can only be this machine.
enum Loopback {
    /// Of every server of a comma-separated `host:port` list.
    static func isOnly(in servers: String) -> Bool {
        servers.split(separator: ",").allSatisfy { server in
            var host = server.drop { $0 == " " }
            // librdkafka takes `ssl://host:port` too.
            if let scheme = host.firstRange(of: "://") { host = host[scheme.upperBound...] }
            return isHost(host)
        }
    }

    /// `localhost`, `[::1]` or a full dotted address in 127.0.0.0/8, with or without a port.
    private static func isHost(_ text: Substring) -> Bool {
        if text.hasPrefix("[") { return text.prefix { $0 != "]" } == "[::1" }
        let name = text.prefix { $0 != ":" }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return name == "localhost" || parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
