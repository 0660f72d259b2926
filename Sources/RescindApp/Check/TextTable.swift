/// Rows of texts in columns, each text broken into lines of its column's width.
struct TextTable {
    struct Column {
        let title: String
        /// The most characters of a line.
        let width: Int

        init(_ title: String, width: Int) {
            self.title = title
            self.width = width
        }
    }

    let columns: [Column]
    let rows: [[String]]

    private static let gap = "  "

    var text: String {
        let cells = ([columns.map(\.title)] + rows).map { row in
            zip(row, columns).map { Self.lines(of: $0, width: $1.width) }
        }
        let widths = columns.indices.map { column in
            cells.flatMap { $0[column] }.map(\.count).max() ?? 0
        }
        return cells.flatMap { Self.lines(of: $0, widths: widths) }.joined(separator: "\n")
    }

    private static func lines(of row: [[String]], widths: [Int]) -> [String] {
        let height = row.map(\.count).max() ?? 0
        return (0..<height).map { number in
            let parts = zip(row, widths).map { cell, width in
                let part = number < cell.count ? cell[number] : ""
                return part + String(repeating: " ", count: width - part.count)
            }
            let line = parts.joined(separator: gap)
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// Broken at spaces; a word that is longer than a line is cut, after a dot or a slash if it has one.
    static func lines(of text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            var rest = word
            if !line.isEmpty, line.count + 1 + rest.count <= width {
                line += " " + rest
                continue
            }
            if !line.isEmpty { lines.append(line) }
            while rest.count > width {
                let most = rest.prefix(width)
                let part = most.lastIndex { "./".contains($0) }.map { most[...$0] } ?? most
                lines.append(String(part))
                rest = rest.dropFirst(part.count)
            }
            line = String(rest)
        }
        return line.isEmpty ? lines : lines + [line]
    }
}
