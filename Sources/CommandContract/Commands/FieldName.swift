/// Shows a field name that the sender made up without letting it carry anything into logs.
package enum FieldName {
    /// At most 40 characters; whatever is not a letter, digit, `_`, `-` or `.` is shown as `?`.
    package static func shown(_ name: String) -> String {
        let safe = name.unicodeScalars.prefix(40).map { scalar -> Character in
            scalar.isASCII
                && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "_-.".unicodeScalars.contains(scalar))
                ? Character(scalar) : "?"
        }
        return String(safe) + (name.unicodeScalars.count > 40 ? "…" : "")
    }
}
