#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The laboratory's output: whole lines, written at once, so that a reader on a pipe sees them when they happen.
enum Lab {
    static func print(_ line: String = "") { put(line + "\n") }

    static func put(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    }

    static var isTerminal: Bool { isatty(1) == 1 }
}
