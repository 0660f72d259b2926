/// The signing secrets of every source; several for one source while it rotates them.
package struct WebhookKeyring: Sendable {
    /// By the source's bytes: Swift takes canonically equivalent strings for equal, and U+212A for K.
    private let secrets: [[UInt8]: [WebhookSecret]]
    /// How many of them are the source's own; decoys stand behind.
    private let counts: [[UInt8]: Int]
    private let decoys: [WebhookSecret]

    /// - Parameter sources: CloudEvents sources with their secrets.
    package init(_ sources: [String: [WebhookSecret]]) throws(WebhookKeyringError) {
        let names = sources.keys.sorted()
        for (index, name) in names.enumerated() {
            do { _ = try CommandIdentity(source: name, id: "-") } catch { throw .sourceInvalid(error) }
            let own = sources[name] ?? []
            guard !own.isEmpty else { throw .noSecret(source: name) }
            if let other = names[..<index].first(where: { sources[$0]?.contains { own.contains($0) } == true }) {
                throw .sharedSecret(source: other, other: name)
            }
        }
        // Every look-up gives equally many, so that the time of an answer tells neither whether a source exists nor
        // whether it rotates.
        let count = sources.values.map(\.count).max() ?? 1
        decoys = (0..<count).map { _ in .decoy() }
        var padded: [[UInt8]: [WebhookSecret]] = [:]
        for (name, own) in sources { padded[Array(name.utf8)] = own + decoys.prefix(count - own.count) }
        secrets = padded
        counts = Dictionary(uniqueKeysWithValues: sources.map { (Array($0.key.utf8), $0.value.count) })
    }

    /// Nobody may speak.
    package static let empty = WebhookKeyring()

    package var isEmpty: Bool { secrets.isEmpty }

    private init() {
        secrets = [:]
        counts = [:]
        decoys = [.decoy()]
    }

    /// What may have signed for `source`; for one that does not exist, secrets nobody has.
    package func secrets(of source: String) -> [WebhookSecret] { secrets[Array(source.utf8)] ?? decoys }

    /// Those that really are the source's.
    package func ownSecrets(of source: String) -> [WebhookSecret] {
        let name = Array(source.utf8)
        return Array(secrets[name, default: []].prefix(counts[name, default: 0]))
    }
}
