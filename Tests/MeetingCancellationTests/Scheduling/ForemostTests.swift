import MeetingCancellation
import Testing

@Suite("The first few of many")
struct ForemostTests {
    @Test("are those that a sort would put first, equal ones in the order they came", arguments: [0, 1, 3, 10, 200])
    func sorted(most: Int) {
        var random = SeededGenerator(seed: 11)
        let all = (0..<100).map { ($0, Int.random(in: 0..<20, using: &random)) }
        var foremost = Foremost<(Int, Int)>(most: most)
        for element in all { foremost.offer(element) { $0.1 < $1.1 } }
        let expected = all.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(most)
        #expect(foremost.elements.map(\.0) == expected.map(\.0))
    }
}
