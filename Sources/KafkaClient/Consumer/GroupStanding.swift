#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where a client stands in its group, as librdkafka's statistics tell it (its STATISTICS.md, "cgrp").
struct GroupStanding: Sendable, Equatable {
    /// The group's coordinator is known and connected.
    let isCoordinatorUp: Bool
    /// The client is a member, and no rebalance is under way.
    let isSteady: Bool

    init(isCoordinatorUp: Bool, isSteady: Bool) {
        self.isCoordinatorUp = isCoordinatorUp
        self.isSteady = isSteady
    }

    /// - Parameter statistics: the JSON document. Two texts are looked for in it, since nothing else of it is of use.
    /// - Returns: nil when it says nothing of a group.
    init?(statistics: UnsafePointer<CChar>) {
        guard let group = strstr(statistics, "\"cgrp\""), let state = Self.value(of: "\"state\"", in: group),
            let join = Self.value(of: "\"join_state\"", in: group)
        else { return nil }
        self.init(isCoordinatorUp: state == "up", isSteady: join == "steady")
    }

    private static func value(of name: String, in text: UnsafePointer<CChar>) -> String? {
        guard let member = strstr(text, name), let open = strchr(member + name.utf8.count, Int32(UInt8(ascii: "\""))),
            let close = strchr(open + 1, Int32(UInt8(ascii: "\"")))
        else { return nil }
        let bytes = UnsafeBufferPointer(start: open + 1, count: close - open - 1)
        return String(decoding: bytes.lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
