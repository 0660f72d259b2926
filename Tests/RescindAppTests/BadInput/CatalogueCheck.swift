import BadInputCatalogue
import CommandContract
import Testing

/// Holds what became of one bad record to its catalogue row.
struct CatalogueCheck {
    private static let commandBytes = 128 * 1024
    private static let deadLetterBytes = 192 * 1024

    private let input: BadInput

    init(_ input: BadInput) { self.input = input }

    func checkDecoder() {
        let decoded = RecordDecoder(maximumBytes: Self.commandBytes)
            .decode(key: input.key, value: input.value, headers: input.headers)
        switch (decoded, input.answer) {
        case (.command, .accepted), (.command, .unauthorized), (.tombstone, .skipped): break
        case (.refused(_, let reason, let fault), .refused(let expected, let field)),
            (.undecodable(let reason, let fault), .undecodable(let expected, let field)):
            #expect(reason == expected, "\(input.name)")
            #expect(fault.field.hasPrefix(field), "\(input.name): \(fault.text)")
            #expect(
                fault.text.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 || $0 == "…" }, "\(input.name)")
        default: Issue.record("\(input.name): expected \(input.answer), the decoder said \(decoded)")
        }
    }

    func check(_ left: LeftBehind, at offset: Int) {
        let outcomes = left.outcomes[offset] ?? []
        #expect(outcomes.map(\.reason) == [input.reason?.rawValue].compactMap { $0 }, "\(input.name)")
        if let field = input.field, let message = outcomes.first?.message {
            #expect(message.contains("[\(field)"), "\(input.name): \(message)")
        }
        for outcome in outcomes {
            #expect(outcome.message.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(input.name)")
            if let text = input.unrepeatable { #expect(!outcome.message.contains(text), "\(input.name)") }
        }
        let letters = left.deadLetters[offset] ?? []
        #expect(letters.count == (input.reason?.isDeadLetter == true ? 1 : 0), "\(input.name)")
        if let letter = letters.first { check(letter) }
    }

    private func check(_ letter: ContractRecord) {
        let size = RecordSize.of(key: letter.key, value: letter.value, headers: letter.headers)
        #expect(size <= Self.deadLetterBytes, "\(input.name)")
        if letter.headers.first?.name == "rescind-original-sha256" {
            let whole = RecordSize.of(key: input.key, value: input.value, headers: input.headers)
            #expect(whole > Self.deadLetterBytes - 1024, "\(input.name) would have fitted")
            #expect(
                letter.headers.contains(RecordHeader("rescind-original-bytes", String(input.value?.count ?? 0))),
                "\(input.name)")
            return
        }
        #expect(letter.value == input.value, "\(input.name)")
        #expect(letter.key == input.key, "\(input.name)")
        #expect(letter.headers.starts(with: input.headers), "\(input.name)")
    }
}
