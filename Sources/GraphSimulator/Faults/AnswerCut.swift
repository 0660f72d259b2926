/// Where an answer ends too early, and how its connection does.
package struct AnswerCut: Sendable, Hashable {
    package enum Place: Sendable, Hashable {
        /// When so many bytes are out. A shorter answer arrives whole.
        case bytes(Int)
        /// When this share of status line, headers and body is out, 0..<1: a byte at least is always missing.
        case share(Double)
    }

    package enum Ending: String, Sendable, CaseIterable {
        /// FIN: what is out arrives.
        case close
        /// RST; in TLS as `close`.
        case reset
    }

    package var place: Place
    package var ending: Ending

    package init(at place: Place, ending: Ending) {
        self.place = place
        self.ending = ending
    }

    /// How many bytes of an answer get out.
    func bytes(of length: Int) -> Int {
        switch place {
        case .bytes(let count): count
        case .share(let share): min(Int(Double(length) * share), max(0, length - 1))
        }
    }
}
