import FoundationEssentials
import Testing

@testable import GraphSimulator

struct GraphIdentifiersTests {
    @Test func idsAreUniqueOfTheIdAlphabetAndEndWithEqualsSigns() {
        var identifiers = GraphIdentifiers()
        let mailbox = MailboxKey(tenant: "t", name: LabWorld.global.mailboxes[0].objectID)
        let items = (0..<2000).map { _ in identifiers.nextItem(in: mailbox) }
        let ids = items.flatMap { [$0.ordinary, $0.immutable] }
        #expect(Set(ids).count == 4000)
        #expect(ids.allSatisfy { $0.hasSuffix("=") })
        let alphabet = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=")
        #expect(ids.allSatisfy { alphabet.isSuperset(of: $0) })
        #expect(ids.contains { $0.contains("-") } && ids.contains { $0.contains("_") })
    }

    @Test func anOccurrencesICalUIdCarriesItsDate() {
        var identifiers = GraphIdentifiers()
        let master = identifiers.nextICalUId()
        let occurrence = GraphIdentifiers.occurrence(of: master, on: Date(timeIntervalSince1970: 1_800_000_000))
        #expect(occurrence.dropFirst(32).prefix(8) == "07EB010F")  // 2027-01-15
        #expect(occurrence.count == master.count)
        #expect(occurrence.dropFirst(40) == master.dropFirst(40))
    }
}
