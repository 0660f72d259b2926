/// Strings that a field of the cancel command accepts and refuses. The decoder is held to them, and so are the patterns
/// of the JSON Schema.
struct FieldExamples: Sendable, CustomStringConvertible {
    /// Path below `data`; the schema's property and the decoder's message use the same.
    let path: String
    let accepted: [String]
    let refused: [String]

    var description: String { path }

    /// The member of `data` to replace, and what it is replaced with to place `text` in this field.
    func member(holding text: String) -> (name: String, json: String) {
        let json = JSONText.string(text)
        return switch path {
        case "target.user": ("target", "{\"user\":\(json)}")
        case "target.group": ("target", "{\"group\":\(json)}")
        case "target.me": ("target", "{\"me\":\(json)}")
        case "event.id": ("event", "{\"id\":\(json)}")
        case "calendar.id": ("calendar", "{\"id\":\(json)}")
        case "calendar.groupId": ("calendar", "{\"id\":\"ok\",\"groupId\":\(json)}")
        default: (path, json)
        }
    }

    static let all = [
        FieldExamples(path: "tenant", accepted: guids + domains, refused: notGUIDs + notDomains + ["", "common"]),
        FieldExamples(path: "target.user", accepted: guids + principals, refused: notPrincipals + notGUIDs + [""]),
        FieldExamples(path: "target.group", accepted: guids, refused: notGUIDs + principals + [""]),
        FieldExamples(path: "target.me", accepted: names, refused: notNames),
        FieldExamples(path: "as", accepted: names, refused: notNames),
        FieldExamples(path: "cloud", accepted: names, refused: notNames),
        FieldExamples(path: "event.id", accepted: graphIDs, refused: notGraphIDs),
        FieldExamples(path: "calendar.id", accepted: graphIDs, refused: notGraphIDs),
        FieldExamples(path: "calendar.groupId", accepted: graphIDs, refused: notGraphIDs),
        FieldExamples(path: "comment", accepted: comments, refused: notComments),
        FieldExamples(path: "notBefore", accepted: times, refused: notTimes),
        FieldExamples(path: "notAfter", accepted: times, refused: notTimes),
        FieldExamples(path: "expectedStart", accepted: times, refused: notTimes),
        FieldExamples(
            path: "extent", accepted: ["event", "series"], refused: ["", "Series", "occurrence", "all", "event "]),
    ]

    /// What would change a URL, a log line or a comparison if an identifier could hold it.
    private static let hostile = [
        "../", "..", ".", "a/b", "a\\b", "%2F", "%252F", "%2e%2e", "a?b", "a#b", "a;b", "a b", " a", "a ", "$value",
        "a&b", "a:b",
        "a\n", "\n", "a\r\nb", "a\u{0}b", "a\u{7F}", "a\u{85}", "\u{202E}a", "\u{200B}", "\u{212A}", "\u{17F}",
        "\u{FF41}", "e\u{301}",
        "\u{E9}", "\u{1F600}", "https://graph.microsoft.com", "169.254.169.254/latest", "[::1]", "<a>", "\"", "'",
        "a+b", "a,b", "*",
    ]

    private static let guids = [
        "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f", "8F5C0D3E-1B2A-4C5D-9E8F-0A1B2C3D4E5F",
        "00000000-0000-0000-0000-000000000000",
    ]
    private static let notGUIDs =
        hostile + [
            "8f5c0d3e1b2a4c5d9e8f0a1b2c3d4e5f", "{8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f}",
            "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5",
            "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5g", "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f ",
            "8f5c0d3e-1b2a-4c5d-9e8f0-a1b2c3d4e5f",
            "8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f-", "-8f5c0d3e-1b2a-4c5d-9e8f-0a1b2c3d4e5f",
        ]

    private static let label63 = String(repeating: "a", count: 63)
    private static let domain253 = "\(label63).\(label63).\(label63).\(String(repeating: "b", count: 61))"
    private static let domains = [
        "contoso.example", "Contoso.OnMicrosoft.com", "a.b", "1.2", "xn--bcher-kva.example", "a-b.c-d.e", domain253,
    ]
    private static let notDomains = [
        "contoso", "contoso.", ".example", "contoso..example", "-contoso.example", "contoso-.example", "a_b.example",
        "contoso.example/", "contoso.example:443", "\(label63)a.example", domain253 + "b", "b\u{FC}cher.example",
    ]

    private static let principals = [
        "ada@contoso.example", "Ada.Lovelace@contoso.example", "o'brien-x_y!^~@contoso.example", "1@a.b",
        "\(String(repeating: "a", count: 64))@contoso.example", "a@\(String(repeating: "b", count: 40)).example",
    ]
    private static let notPrincipals =
        hostile + [
            "ada", "@contoso.example", "ada@", "ada@contoso", "a@b@contoso.example", ".ada@contoso.example",
            "ada.@contoso.example", "a..b@contoso.example", "ada@contoso.example.", "ada+x@contoso.example",
            "ada_fabrikam.com#EXT#@contoso.example", "a/b@contoso.example", "a%2Fb@contoso.example",
            "a?b@contoso.example",
            "a\u{E9}@contoso.example", "\u{430}da@contoso.example", "a b@contoso.example", "ada@contoso.example\n",
            "\(String(repeating: "a", count: 65))@contoso.example", "a@\(String(repeating: "b", count: 41)).example",
            "\u{212A}@contoso.example", "ada@contoso.example/../eve@contoso.example", "\"ada\"@contoso.example",
        ]

    private static let names = ["a", "Global", "usGovL4", "rooms-1_x.y", "...", String(repeating: "a", count: 64)]
    private static let notNames =
        hostile.filter { $0 != ".." && $0 != "." } + ["", "a@b", "a=b", String(repeating: "a", count: 65)]

    private static let graphIDs = ["a", "-", "AAMkAGI1-_x=", "AAMkAGI1==", "=a", String(repeating: "A", count: 1024)]
    private static let notGraphIDs =
        hostile + ["", "a.b", "a@b", "a~b", String(repeating: "A", count: 1025), "microsoft.graph.x"]

    private static let comments = [
        "", "The room is closed.", "Line\nline\tend", "caf\u{E9} e\u{301} \u{1F600}", "<b>x</b> & \"y\" {\\}",
        "\u{202E}\u{2028}\u{FFFE}",
        "\u{A0}", "~", String(repeating: "x", count: 5000),
    ]
    private static let notComments = [
        "\r", "a\r\nb", "\u{0}", "\u{8}", "\u{B}", "\u{C}", "\u{1B}[31m", "\u{1F}", "\u{7F}", "\u{80}", "\u{85}",
        "\u{9F}",
    ]

    private static let times = [
        "2026-11-22T09:30:00Z", "2024-02-29T00:00:00.123456789+05:45", "0000-01-01T00:00:00-23:59",
    ]
    private static let notTimes =
        impossibleDays + [
            "", "2026-11-22", "2026-11-22T09:30:00", "2026-11-22t09:30:00Z", "2026-11-22T09:30:00z",
            "2026-11-22T24:00:00Z",
            "2026-11-22T09:30:60Z", "2026-11-22T09:30:00+99:99", "2026-13-01T00:00:00Z", "2026-01-00T00:00:00Z",
            "2026-11-22T09:30:00.Z", "2026-11-22T09:30:00.1234567890Z", "2026-11-22 09:30:00Z",
            "2026-11-22T09:30:00Z\n",
            "\u{FF12}026-11-22T09:30:00Z", "1795339800", "tomorrow",
        ]
    /// Well spelled, but not in the calendar: a pattern cannot tell.
    static let impossibleDays = ["2026-02-30T00:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z"]
}
