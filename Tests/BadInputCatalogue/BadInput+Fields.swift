import CommandContract

/// B7 to B14: the command's own fields.
extension BadInput {
    private static let textFields = [
        "tenant", "cloud", "as", "extent", "comment", "notBefore", "notAfter", "expectedStart",
    ]
    private static let integers = [
        "0", "-0", "1", "9007199254740993", "9223372036854775808", "1" + String(repeating: "0", count: 400),
    ]
    private static let fractions = ["1.0", "1e2", "-0.0", "1E400", String(repeating: "9", count: 100_000)]

    package static let b7: [BadInput] =
        (integers + fractions).flatMap { number in
            textFields.map { .field($0, number, .invalid("data.\($0)")) } + [
                .field("target", number, .invalid("data.target")), .field("event", number, .invalid("data.event")),
                .field("event", "{\"id\":\(number)}", .invalid("data.event.id")),
                .field("target", "{\"user\":\(number)}", .invalid("data.target.user")),
                .field("calendar", number, .invalid("data.calendar")),
                .field("dryRun", number, .invalid("data.dryRun")),
                .field("allowStarted", number, .invalid("data.allowStarted")),
                .attribute("id", number, .malformed("id")), .attribute("source", number, .malformed("source")),
                .attribute("type", number, .invalid("type")), .attribute("time", number, .invalid("time")),
                .attribute("specversion", number, .invalid("specversion")),
            ]
        }
        // Extensions may be integers of 32 bits; CloudEvents has no other numbers.
        + (fractions + ["2147483648", "-2147483649"]).map { .attribute("myext", $0, .invalid("myext")) }
        + ["0", "-0", "2147483647", "-2147483648"].map { .attribute("myext", $0, .accepted) }

    package static let b8: [BadInput] =
        ["tenant", "target", "event"].flatMap { name in
            [nil, "null", "\"\"", "\" \"", "[]", "{}", "true"].map { .field(name, $0, inside(name, $0)) }
        }
        + textFields.dropFirst().map { .field($0, "null", .invalid("data.\($0)")) }
        + ["cloud", "as", "extent", "notBefore", "notAfter", "expectedStart"].flatMap { name in
            ["\"\"", "\" \"", "\"\\t\""].map { .field(name, $0, .invalid("data.\(name)")) }
        }
        + ["dryRun", "allowStarted"].flatMap { name in
            ["null", "\"true\"", "\"\"", "[]"].map { .field(name, $0, .invalid("data.\(name)")) }
        }
        + ["Tenant", "TENANT", "dryrun", "DryRun", "coment", "expectedstart", "allow_started", "tenant ", "", "id"].map
    {
        .field($0, "\"x\"", .invalid("data."))
    }
        + [
            .field("event", #"{"id":"x","Id":"y"}"#, .invalid("data.event.Id")),
            .field("target", #"{"user":"ada@contoso.example","group":null}"#, .invalid("data.target.group")),
            .field("target", #"{"User":"ada@contoso.example"}"#, .invalid("data.target.User")),
            .attribute("myextension", #""unknown extensions are open""#, .accepted),
            .text(
                CommandText().structuredText.replacing(CommandText().dataText, with: "null"), .invalid("data")),
            .text(
                CommandText().structuredText.replacing(",\"data\":\(CommandText().dataText)", with: ""),
                .invalid("data")),
        ]

    private static func inside(_ name: String, _ json: String?) -> Answer {
        json == "{}" && name == "event" ? .invalid("data.event.id") : .invalid("data.\(name)")
    }

    private static let controls =
        (Array(UInt32(0)..<0x20) + Array(0x7F..<0xA0)).compactMap { Unicode.Scalar($0) }.map { String($0) }
    private static let invisible = [
        "\u{202E}", "\u{2066}", "\u{200B}", "\u{FEFF}", "\u{FFFE}", "\u{1FFFF}",
    ]

    package static let b9: [BadInput] =
        (controls + invisible).flatMap { text -> [BadInput] in
            let json = CommandText.string("a\(text)b")
            return [
                .attribute("id", json, .malformed("id")), .attribute("source", json, .malformed("source")),
                .attribute("correlationid", json, .invalid("correlationid")),
                .field("event", "{\"id\":\(json)}", .invalid("data.event.id")),
                .field("target", "{\"user\":\(json)}", .invalid("data.target.user")),
                .field("tenant", json, .invalid("data.tenant")),
            ]
        }
        + controls.map { text in
            .field(
                "comment", CommandText.string(text), text == "\n" || text == "\t" ? .accepted : .invalid("data.comment")
            )
        }
        + invisible.map { .field("comment", CommandText.string($0), .accepted) }
        + [.field("comment", CommandText.string(String(repeating: "x", count: 2001)), .unauthorized(.commentTooLong))]

    private static let pathIDs = [
        "../", "..", ".", "../../me", "a/b", "/", "\\", "a\\b", "%2F", "%252F", "%2e%2e", "%00", "?", "a?b", "#", "a#b",
        ";", "a;b=c", " ", "a b", "$value", "$ref", "microsoft.graph.cancel", "microsoft.graph.x", "a.b", "a:b", "a@b",
        "a&b", "a+b", "a,b", "*", "~", "(1)", "'x'", "\"", "<", "|", "\u{2215}", "\u{FF0F}", "\u{2024}\u{2024}",
        String(repeating: "a", count: 1025), String(repeating: "a", count: 10_240),
    ]

    package static let b10: [BadInput] = pathIDs.flatMap { id -> [BadInput] in
        let json = CommandText.string(id)
        return [
            .field("event", "{\"id\":\(json)}", .invalid("data.event.id")),
            .field("calendar", "{\"id\":\(json)}", .invalid("data.calendar.id")),
            .field("calendar", "{\"id\":\"a\",\"groupId\":\(json)}", .invalid("data.calendar.groupId")),
            .field("target", "{\"user\":\(json)}", .invalid("data.target.user")),
            .field("target", "{\"group\":\(json)}", .invalid("data.target.group")),
        ]
    }

    package static let b11: [BadInput] =
        [
            "\u{430}da@contoso.example", "ada@\u{441}ontoso.example", "\u{212A}ira@contoso.example",
            "ada@contoso.example\u{17F}", "\u{17F}am@contoso.example", "\u{FF41}da@contoso.example",
            "ad\u{131}@contoso.example", "\u{130}da@contoso.example", "a\u{200B}da@contoso.example",
            "ada@contoso.example\u{200D}", "ada\u{FF20}contoso.example", "ada@contoso\u{3002}example",
            "a\u{301}da@contoso.example", "a@b@c", "a@b@contoso.example", "ada@contoso.example@evil.example",
            "ada@contoso.example.", ".ada@contoso.example", "ada.@contoso.example", "ada@", "@contoso.example",
            "ada_fabrikam.example#EXT#@contoso.example", "ada@b\u{FC}cher.example", "\u{202E}ada@contoso.example",
            "ada@contoso.example ", " ada@contoso.example", "<ada@contoso.example>", "mailto:ada@contoso.example",
        ].map { .user($0, .invalid("data.target.user")) }
        // ASCII, but not the scope's domain: no homograph, suffix or prefix of it is a match.
        + [
            "ada@xn--contos-xxa.example", "ada@notcontoso.example", "ada@contoso.example.evil.example",
            "ada@sub.contoso.example", "ada@evil.example", "ada@c0ntoso.example", "ada@contoso-example.example",
        ].map { .user($0, .unauthorized(.sourceNotAllowed)) }
        + ["ADA@CONTOSO.EXAMPLE", "Ada@Contoso.Example"].map { .user($0, .accepted) }

    private static func user(_ name: String, _ answer: Answer) -> BadInput {
        .field("target", "{\"user\":\(CommandText.string(name))}", answer)
    }

    package static let b12: [BadInput] =
        [
            "common", "organizations", "consumers", "https://login.example/contoso", "contoso.example:443",
            "contoso.example/", "//contoso.example", "contoso", "*", "contoso.example/../other",
            "contoso.example@evil.example", "contoso.example?x", "contoso\u{3002}example",
        ].map { .field("tenant", CommandText.string($0), .invalid("data.tenant")) }
        + [
            "unknown.example", "00000000-0000-0000-0000-000000000000", "graph.microsoft.com", "evil.contoso.example",
            "login.microsoftonline.com",
        ].map { .field("tenant", CommandText.string($0), .unauthorized(.tenantUnknown)) }
        + [
            .field("cloud", #""china""#, .unauthorized(.cloudMismatch)),
            .field("cloud", #""unknown""#, .unauthorized(.cloudMismatch)),
            .field("tenant", #""contoso.cn""#, .unauthorized(.cloudNotServed)),
            .field("tenant", "\"\(CommandText.otherTenant)\"", .unauthorized(.cloudNotServed)),
        ]

    private static let addresses = [
        "http://169.254.169.254/latest", "169.254.169.254/", "http://2852039166/", "[::1]", "http://[::1]:80",
        "a@169.254.169.254", "//localhost", "localhost:9200", "file:///etc/passwd", "0x7f.1/",
    ]

    package static let b13: [BadInput] =
        ["host", "url", "endpoint", "callback", "redirect", "redirect_uri", "proxy", "authority", "graph", "baseUrl"]
        .map { .field($0, #""https://evil.example""#, .invalid("data.\($0)")) }
        + addresses.flatMap { address -> [BadInput] in
            let json = CommandText.string(address)
            return [
                .field("tenant", json, .invalid("data.tenant")), .field("cloud", json, .invalid("data.cloud")),
                .field("as", json, .invalid("data.as")),
                .field("event", "{\"id\":\(json)}", .invalid("data.event.id")),
                .field("target", "{\"me\":\(json)}", .invalid("data.target.me")),
            ]
        }
        + ["169.254.169.254", "127.0.0.1"].flatMap { address -> [BadInput] in
            [
                .field("tenant", "\"\(address)\"", .unauthorized(.tenantUnknown)),
                .field("cloud", "\"\(address)\"", .unauthorized(.cloudMismatch)),
            ]
        }

    private static let notTimes = [
        "", "soon", "2026-11-22", "2026-11-22T09:30:00", "2026-11-22t09:30:00Z", "2026-11-22T09:30:00z",
        "2026-11-22 09:30:00Z", "2026-02-30T00:00:00Z", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z", "2026-11-22T24:00:00Z", "2026-11-22T23:60:00Z", "2026-12-31T23:59:60Z",
        "2026-11-22T09:30:00+99:99", "2026-11-22T09:30:00+24:00", "2026-11-22T09:30:00+0100", "10000-01-01T00:00:00Z",
        "+2026-11-22T09:30:00Z", "-0001-01-01T00:00:00Z", "2026-11-22T09:30:00.Z", "1795339800", "2026-11-22T9:30:00Z",
        "2026-W47-7T09:30:00Z", "2026-11-22T09:30:00Z ", "\u{FF12}026-11-22T09:30:00Z", "2026-11-22T09:30:00[UTC]",
    ]
    private static let past = [
        "2026-11-22T09:30:00Z", "2026-11-22T09:30:01Z", "1970-01-01T00:00:00Z", "0000-01-01T00:00:00Z",
    ]
    private static let future = ["2026-11-22T09:30:02Z", "9999-12-31T23:59:59.999999999Z", "2026-11-22T09:30:00-23:59"]

    package static let b14: [BadInput] =
        notTimes.flatMap { text -> [BadInput] in
            let json = CommandText.string(text)
            return [
                .field("notAfter", json, .invalid("data.notAfter")),
                .field("expectedStart", json, .invalid("data.expectedStart")),
                .attribute("expirytime", json, .invalid("expirytime")), .attribute("time", json, .invalid("time")),
            ]
        }
        + past.flatMap { text -> [BadInput] in
            [
                .field("notAfter", "\"\(text)\"", .unauthorized(.expired)),
                .attribute("expirytime", "\"\(text)\"", .unauthorized(.expired)),
            ]
        }
        + future.flatMap { text -> [BadInput] in
            [.field("notAfter", "\"\(text)\"", .accepted), .attribute("expirytime", "\"\(text)\"", .accepted)]
        }
        // Nothing is decided by the sender's clock, so `time` may be absent or far off (docs/contracts/README.md).
        + [.attribute("time", #""9999-12-31T23:59:59Z""#, .accepted), .attribute("time", nil, .accepted)]
}
