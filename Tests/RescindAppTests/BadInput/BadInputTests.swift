import BadInputCatalogue
import CommandContract
import CommandPipeline
import Testing

/// The catalogue of bad input, row by row: what the decoder answers, and what the whole pipeline leaves behind.
@Suite("Bad-input catalogue", .timeLimit(.minutes(1)))
struct BadInputTests {
    @Test("B1: what RFC 8259 does not allow is refused, 188 ways and more")
    func b1() async throws {
        #expect(Set(JSONMustRefuse.all).count >= 188)
        for text in JSONMustRefuse.all {
            #expect(throws: JSONError.self, "\(text)") { try JSONReader.read(Array(text.utf8)) }
        }
        try await expectAnswers(BadInput.b1)
    }

    @Test("B2: what RFC 8259 allows is read, 95 ways and more, and refused as no command")
    func b2() async throws {
        #expect(Set(JSONMustAccept.all).count >= 95)
        for text in JSONMustAccept.all {
            #expect(throws: Never.self, "\(text)") { try JSONReader.read(Array(text.utf8)) }
        }
        try await expectAnswers(BadInput.b2)
    }

    @Test(
        "B3: other encodings, byte order marks and lone surrogates are refused; huge numbers are read and fit no field")
    func b3() async throws {
        #expect(BadInput.refusedBytes.count + BadInput.hugeNumbers.count >= 35)
        for number in BadInput.hugeNumbers {
            #expect(try JSONReader.read(Array(number.utf8)) == .number(number))
        }
        let fields = BadInput.hugeNumbers.flatMap { number -> [BadInput] in
            [
                .field("comment", number, .invalid("data.comment")), .field("size", number, .invalid("data.size")),
                .attribute("myext", number, .invalid("myext")),
            ]
        }
        try await expectAnswers(BadInput.b3 + fields)
    }

    @Test("B4: a member name that comes twice, in whatever spelling")
    func b4() async throws { try await expectAnswers(BadInput.b4) }

    @Test("B5: nesting beyond 32, up to a hundred thousand")
    func b5() async throws { try await expectAnswers(BadInput.b5) }

    /// The size limit keeps both from the reader when they come as records.
    @Test("B5, B7: the reader itself ends at the 33rd level of a hundred thousand, and reads a million digits")
    func readerAlone() throws {
        let deep = Array(String(repeating: "[{\"\":", count: 50_000).utf8)
        let tooDeep = #expect(throws: JSONError.self) { try JSONReader.read(deep) }
        #expect(tooDeep?.code == .tooDeep && tooDeep?.offset == 16 * #"[{"":"#.utf8.count)
        let digits = String(repeating: "9", count: 1_000_000)
        #expect(try JSONReader.read(Array(digits.utf8)) == .number(digits))
        let unfinished = #expect(throws: JSONError.self) { try JSONReader.read(Array((digits + ".").utf8)) }
        #expect(unfinished?.code == .unexpectedEnd && unfinished?.offset == 1_000_001)
        let decoded = RecordDecoder(maximumBytes: 2_000_000).decode(
            key: nil, value: CommandText().settingData("comment", to: digits).structured,
            headers: [CommandText.structuredType])
        guard case .refused(_, .fieldInvalid, let fault) = decoded, fault.field == "data.comment" else {
            Issue.record("a comment of a million digits is an invalid field")
            return
        }
    }

    @Test("B6: sizes from nothing to beyond the limit")
    func b6() async throws { try await expectAnswers(BadInput.b6) }

    @Test("B7: numbers where no number belongs")
    func b7() async throws { try await expectAnswers(BadInput.b7) }

    @Test("B8: null, missing, unknown, misspelt and empty fields")
    func b8() async throws { try await expectAnswers(BadInput.b8) }

    @Test("B9: control characters and invisible ones")
    func b9() async throws { try await expectAnswers(BadInput.b9) }

    @Test("B10: ids that would be more than one path segment")
    func b10() async throws { try await expectAnswers(BadInput.b10) }

    @Test("B11: user names that look like another's")
    func b11() async throws { try await expectAnswers(BadInput.b11) }

    @Test("B12: tenants that are unknown, of another cloud, or no tenant")
    func b12() async throws { try await expectAnswers(BadInput.b12) }

    @Test("B13: no field selects a host")
    func b13() async throws { try await expectAnswers(BadInput.b13) }

    @Test("B14: times that do not exist, and times that have passed")
    func b14() async throws { try await expectAnswers(BadInput.b14) }

    @Test("B23: CloudEvents attributes that break their rule")
    func b23() async throws { try await expectAnswers(BadInput.b23) }

    @Test("B24: the two content modes mixed up, and tombstones")
    func b24() async throws { try await expectAnswers(BadInput.b24) }

    @Test("B25: header values are UTF-8 as it stands, each once")
    func b25() async throws { try await expectAnswers(BadInput.b25) }

    @Test("B26: keys, sizes, headers and timestamps of the Kafka record; size is judged before content")
    func b26() async throws { try await expectAnswers(BadInput.b26) }

    @Test("B34: naughty strings in every free text are taken or refused, and no answer repeats them")
    func b34() async throws {
        let spellings = NaughtyStrings.all.map { Array($0.utf8) }
        #expect(spellings.count >= 300 && Set(spellings).count == spellings.count)
        try await expectAnswers(NaughtyInput.all)
    }

    @Test("B34: naughty strings that are taken: an outcome each, the comment unchanged, nothing of them in the log")
    func b34Taken() async throws {
        // The binary twin of an id would be the same command again.
        let taken = NaughtyInput.all.filter { $0.answer == .accepted && $0.headers == [CommandText.structuredType] }
            .enumerated().map { number, input in input.naming(event: "AAMkBad\(number)=") }
        let probe = PipelineProbe()
        try await probe.run(taken)
        let left = LeftBehind(probe.entries)
        let comments = probe.comments
        #expect(comments.count == taken.count + 1)
        for (offset, input) in taken.enumerated() {
            let outcomes = left.outcomes[offset] ?? []
            #expect(outcomes.map(\.reason) == ["cancelled"], "\(input.name)")
            let comment = try #require(outcomes.first?.subject.flatMap { comments[$0] }, "\(input.name)")
            // Byte by byte: strings that only look alike are equal to Swift.
            #expect(comment.map { Array($0.utf8) } == input.comment.map { Array($0.utf8) }, "\(input.name)")
        }
        let messages = try probe.log.expectNothingOfRecords()
        for message in messages {
            for text in taken.compactMap(\.unrepeatable) { #expect(!message.contains(text), "\(message)") }
        }
    }

    private func expectAnswers(_ inputs: [BadInput]) async throws {
        for input in inputs { CatalogueCheck(input).checkDecoder() }
        for sent in Self.rounds(inputs.filter { $0.answer != .accepted }) {
            let probe = PipelineProbe()
            try await probe.run(sent)
            #expect(probe.askedEvents == [CommandText.goodEvent], "Graph was asked about a bad record")
            #expect(probe.nextOffset == Int64(sent.count + 1), "the partition has moved past everything")
            let left = LeftBehind(probe.entries)
            for (offset, input) in sent.enumerated() { CatalogueCheck(input).check(left, at: offset) }
            #expect(left.outcomes[sent.count]?.map(\.reason) == ["cancelled"])
            try probe.log.expectNothingOfRecords()
        }
    }

    /// No two of a round bear the same identity: the second of two is a conflict, whatever else is wrong with it.
    private static func rounds(_ inputs: [BadInput]) -> [[BadInput]] {
        let decoder = RecordDecoder(maximumBytes: 128 * 1024)
        var uses: [CommandIdentity: Int] = [:]
        var rounds: [[BadInput]] = [[]]
        for input in inputs {
            var round = 0
            let decoded = decoder.decode(key: input.key, value: input.value, headers: input.headers)
            if let identity = decoded.identity {
                round = uses[identity] ?? 0
                uses[identity] = round + 1
            }
            if round == rounds.count { rounds.append([]) }
            rounds[round].append(input)
        }
        return rounds
    }
}

extension RecordDecoder.Decoded {
    fileprivate var identity: CommandIdentity? {
        switch self {
        case .command(let command): command.envelope.identity
        case .refused(let envelope, _, _): envelope.identity
        case .withdraw(let command): command.envelope.identity
        case .undecodable, .tombstone: nil
        }
    }
}

extension BadInput {
    /// Commands for one meeting make one request.
    fileprivate func naming(event: String) -> BadInput {
        var input = self
        input.value = value.map { value in
            let parts = Array(value).split(
                separator: Array("AAMkBad=".utf8), maxSplits: 1, omittingEmptySubsequences: false)
            return Array(parts.joined(separator: Array(event.utf8)))
        }
        return input
    }
}
