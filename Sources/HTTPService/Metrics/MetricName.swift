/// Names in the character set of the text exposition format.
enum MetricName {
    /// `[a-zA-Z_:][a-zA-Z0-9_:]*`, at most 200 characters.
    static func metric(_ text: String) -> String { legal(text, colon: true) }

    /// `[a-zA-Z_][a-zA-Z0-9_]*`; two leading underscores are Prometheus' own.
    static func label(_ text: String) -> String {
        let name = legal(text, colon: false)
        return name.hasPrefix("__") ? "_" + name.drop { $0 == "_" } : name
    }

    private static func legal(_ text: String, colon: Bool) -> String {
        var name = ""
        for scalar in text.unicodeScalars.prefix(200) {
            let isLetter = ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || scalar == "_"
            let isDigit = ("0"..."9").contains(scalar)
            if isDigit && name.isEmpty { name = "_" }
            name.unicodeScalars.append(isLetter || isDigit || (colon && scalar == ":") ? scalar : "_")
        }
        return name.isEmpty ? "_" : name
    }
}
