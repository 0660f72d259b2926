import Testing

@testable import RescindApp

@Suite("The table rescind check prints")
struct TextTableTests {
    @Test("texts are broken at spaces, columns are as wide as their longest line, and no line ends in a space")
    func table() {
        let table = TextTable(
            columns: [.init("a", width: 8), .init("bee", width: 10), .init("c", width: 9)],
            rows: [["one", "two three four", "x"], ["", "five", ""]]
        )
        #expect(
            table.text == """
                a    bee        c
                one  two three  x
                     four
                     five
                """
        )
    }

    @Test("a word that is longer than a line is cut, and nothing of it is lost")
    func longWord() {
        #expect(TextTable.lines(of: "ab 123456789 cd", width: 4) == ["ab", "1234", "5678", "9 cd"])
        #expect(TextTable.lines(of: "kafka.topics.partitions", width: 14) == ["kafka.topics.", "partitions"])
        #expect(TextTable.lines(of: "", width: 4).isEmpty)
        #expect(TextTable.lines(of: "äöüß", width: 4) == ["äöüß"])
    }
}
