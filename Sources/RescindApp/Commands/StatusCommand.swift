import ArgumentParser
import CommandContract
import MicrosoftGraph

/// `rescind status`: what a running worker is doing.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what a running worker is doing: partitions, lanes, what waits and until when.",
        discussion: """
            Asks the worker's management port and changes nothing. Names no mailbox: the column of that name has a short \
            hash. Exit status: 0 nothing to do, 1 something is stuck, held, paused or blocked, 69 the worker does not answer.
            """
    )

    @Option(help: "Address of the management port.")
    var url = "http://127.0.0.1:8080"

    @Flag(help: "Print the JSON object instead of the tables.")
    var json = false

    @Option(help: "Seconds to wait for the answer.")
    var timeout = 10

    /// A document of full lists is some 50 KB.
    private static let mostBytes = 1024 * 1024

    mutating func validate() throws {
        guard (1...300).contains(timeout) else { throw ValidationError("--timeout is 1 to 300 seconds") }
        while url.hasSuffix("/") { url.removeLast() }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw ValidationError("--url is an address such as http://127.0.0.1:8080")
        }
    }

    func run() async throws {
        let bytes = try await fetch()
        guard let document = try? JSONReader.read(bytes), case .object(let object) = document,
            object["concerns"] != nil
        else { throw Self.failed("\(url)/status is no worker's status") }
        let status = StatusText(document: document)
        print(json ? String(decoding: JSONWriter.write(document), as: UTF8.self) : status.text)
        if status.exitStatus != 0 { throw ExitCode(status.exitStatus) }
    }

    private func fetch() async throws -> [UInt8] {
        let total = Duration.seconds(timeout)
        let transport = HTTPTransport(
            userAgent: "Rescind/\(Version.current)",
            timeouts: HTTPTimeouts(connect: min(.seconds(5), total * 0.9), total: total)
        )
        let result: Result<[UInt8], HTTPTransport.DocumentFailure>
        do throws(HTTPTransport.DocumentFailure) {
            result = .success(try await transport.document(at: url + "/status", limit: Self.mostBytes))
        } catch { result = .failure(error) }
        try await transport.shutdown()
        switch result {
        case .success(let bytes): return bytes
        case .failure(.unreachable(let reason)):
            throw Self.failed("no worker answers at \(url): \(reason); check --url and management.port")
        case .failure(.status(404)):
            throw Self.failed("\(url) runs no worker: it has the role intake alone, or an older version")
        case .failure(.status(let status)): throw Self.failed("\(url)/status answers \(status)")
        case .failure(.tooLarge): throw Self.failed("\(url)/status is larger than any worker's")
        }
    }

    private static func failed(_ reason: String) -> ExitCode {
        StandardError.print("rescind: \(reason)")
        return ExitCode(69)
    }
}
