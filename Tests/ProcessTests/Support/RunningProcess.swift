import CommandContract
import Foundation
import Glibc

/// A built executable at work. It never outlives the closure it was started for.
final class RunningProcess: Sendable {
    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    let output: ProcessOutput
    private let identifier: Int32

    private init(output: ProcessOutput, identifier: Int32) {
        self.output = output
        self.identifier = identifier
    }

    /// Starts `product`, and kills it after `body` if it still runs.
    static func with<Result>(
        _ product: BuiltProduct, _ arguments: [String], environment: [String: String] = [:],
        _ body: (RunningProcess) async throws -> Result
    ) async throws -> Result {
        let output = ProcessOutput()
        let inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("RESCIND_") }
        let identifier = try ChildProcess.start(
            try product.url().path(percentEncoded: false), arguments,
            environment: inherited.merging(environment) { _, new in new }, output: output
        )
        let running = RunningProcess(output: output, identifier: identifier)
        defer { running.signal(SIGKILL) }
        return try await body(running)
    }

    /// Runs `product` to its end.
    static func run(
        _ product: BuiltProduct, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (status: Int32, output: [String], errors: [String], lifetime: Duration) {
        try await with(product, arguments, environment: environment) { process in
            let status = try await process.exit()
            let output = process.output
            return (status, output.lines(.output), output.lines(.errors), output.lifetime ?? .zero)
        }
    }

    /// The first line that satisfies `condition`, come or to come.
    func line(
        on stream: ProcessOutput.Stream = .output, where condition: (String) -> Bool
    ) async throws -> String {
        let line: String?? = await output.first {
            if let line = output.lines(stream).first(where: condition) { return .some(line) }
            return output.isComplete ? .some(nil) : nil
        }
        if case .some(.some(let line)) = line { return line }
        throw Unexpected(
            description: "ended (\(String(describing: output.status))) without the line; it wrote "
                + "\(output.lines(.output).suffix(5)) and \(output.lines(.errors).suffix(5))"
        )
    }

    /// Of a worker, once it is open.
    var managementPort: Int {
        get async throws {
            let line = try await line { $0.contains("management port open") }
            guard case .object(let object) = try JSONReader.read(Array(line.utf8)),
                case .string(let text)? = object["http.port"], let port = Int(text)
            else { throw Unexpected(description: "no port in \(line)") }
            return port
        }
    }

    /// Waits for the end; the exit status, or 128 and the signal.
    func exit() async throws -> Int32 {
        let status = await output.first { output.isComplete ? output.status : nil }
        guard let status else { throw Unexpected(description: "given up before the process had ended") }
        return status
    }

    func terminate() { signal(SIGTERM) }

    /// Memory it holds now, in bytes, as Linux tells.
    var resident: Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(identifier)/statm", encoding: .utf8) else { return nil }
        return text.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map {
            $0 * sysconf(Int32(_SC_PAGESIZE))
        }
    }

    /// Its arguments as everybody on the machine sees them, as Linux tells.
    var commandLine: String? {
        let bytes = FileManager.default.contents(atPath: "/proc/\(identifier)/cmdline")
        return bytes.map { String(decoding: $0, as: UTF8.self).replacing("\0", with: " ") }
    }

    /// Only while it runs: afterwards the number may be another process's.
    private func signal(_ number: Int32) {
        if output.status == nil { kill(identifier, number) }
    }
}
