import Foundation

/// An executable of this package, as built beside the tests.
enum BuiltProduct: String {
    case rescind
    case lab = "rescind-lab"

    struct NotBuilt: Error, CustomStringConvertible {
        let description: String
    }

    /// Beside the test runner on Linux, beside the test bundle on macOS, else in the build folder of the package.
    func url() throws -> URL {
        var folders = [Bundle.main.executableURL, URL(filePath: CommandLine.arguments[0])].compactMap { $0 }
            .flatMap { place in (1...4).map { Self.ancestor(of: place, $0) } }
        let package = Self.ancestor(of: URL(filePath: #filePath), 4)
        folders += ["debug", "release"].map { package.appending(path: ".build/\($0)") }
        for folder in folders {
            let file = folder.appending(path: rawValue)
            if FileManager.default.isExecutableFile(atPath: file.path(percentEncoded: false)) { return file }
        }
        throw NotBuilt(description: "\(rawValue) was not found beside the tests: swift build --product \(rawValue)")
    }

    private static func ancestor(of place: URL, _ generations: Int) -> URL {
        (0..<generations).reduce(place.absoluteURL) { url, _ in url.deletingLastPathComponent() }
    }
}
