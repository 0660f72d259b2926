import CommandContract

/// Foreign text on its way to a terminal.
enum ShownText {
    /// With everything that could move the cursor or turn the line round as an escape.
    static func of(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { shown, scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                shown += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
    }

    /// Bytes that may not be text.
    static func of(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return of(text) }
        let digits = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return "(not UTF-8) " + digits
    }

    /// To the second.
    static func of(_ time: Timestamp) -> String { time.rfc3339.prefix(19) + "Z" }
}
