import Foundation

/// How much memory of a process is in the machine's, as Linux tells; other systems have no such file.
enum ResidentMemory {
    /// - Returns: bytes; nil when nobody tells.
    static func bytes(of process: pid_t) -> Int? {
        (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)).flatMap(bytes(status:))
    }

    /// - Parameter status: of a process, as proc(5) describes it.
    static func bytes(status: String) -> Int? {
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }) else { return nil }
        let words = line.split { $0 == " " || $0 == "\t" }
        guard words.count == 3, words[2] == "kB", let kibibytes = Int(words[1]) else { return nil }
        return kibibytes * 1024
    }
}
