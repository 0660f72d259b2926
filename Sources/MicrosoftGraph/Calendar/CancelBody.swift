/// The JSON body of `event: cancel`: exactly `{}` or `{"Comment":"…"}`.
///
/// `Comment` is the parameter's name in the schema of every cloud; the page's table spells it `comment`. Without a
/// comment an empty object is sent, since the page asks for an object and a Content-Type.
enum CancelBody {
    static func bytes(comment: String?) -> [UInt8] {
        guard let comment else { return Array("{}".utf8) }
        return Array("{\"Comment\":\(jsonString(comment))}".utf8)
    }

    /// RFC 8259 §7. A Swift string is valid Unicode, so unlike a JSON encoder this cannot fail.
    private static func jsonString(_ text: String) -> String {
        var json = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": json += "\\\""
            case "\\": json += "\\\\"
            case "\n": json += "\\n"
            case "\r": json += "\\r"
            case "\t": json += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                json += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: json.unicodeScalars.append(scalar)
            }
        }
        return json + "\""
    }
}
