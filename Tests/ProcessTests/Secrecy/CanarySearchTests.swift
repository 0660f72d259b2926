import CanarySearch
import Testing

@Suite("The search for canaries")
struct CanarySearchTests {
    private static let search = CanarySearch(PlantedCanaries.fixed)

    @Test("finds each of them in each spelling, whatever stands before it", arguments: CanarySearch.Spelling.allCases)
    func finds(spelling: CanarySearch.Spelling) {
        for canary in PlantedCanaries.fixed {
            for before in ["", "a", "ab", "user=x "] {
                let leak = CanarySearch.encoded("\(before)\(canary.text), and more", spelling)
                let found = Self.search.leaks(in: "{\"message\":\"\(leak)\"}")
                #expect(found.contains { $0.hasPrefix(canary.name) }, "\(canary.name) behind \"\(before)\"")
            }
        }
    }

    @Test("finds a folded one, and nothing in a text without one")
    func folded() {
        for canary in PlantedCanaries.fixed {
            #expect(!Self.search.leaks(in: "x\(canary.text.uppercased())x").isEmpty)
        }
        #expect(Self.search.leaks(in: "{\"level\":\"info\",\"message\":\"command settled\"}").isEmpty)
    }

    @Test("there are twenty or more, all different")
    func enough() {
        #expect(Set(PlantedCanaries.fixed.map(\.text)).count == PlantedCanaries.fixed.count)
        #expect(PlantedCanaries.fixed.count >= 20)
    }
}
