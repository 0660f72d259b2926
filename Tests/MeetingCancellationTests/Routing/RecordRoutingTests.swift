import CommandContract
import MeetingCancellation
import Testing

@Suite("Record routing")
struct RecordRoutingTests {
    private static let key = RoutingKey(
        tenantID: "10000000-0000-4000-8000-000000000001", mailbox: "ada@aurora.example")
    private static let home = Murmur2.partition(of: key.bytes, count: 12)

    private static func position(_ partition: Int32) -> RecordPosition {
        RecordPosition(topic: "commands", partition: partition, offset: 7, timestamp: nil)
    }

    @Test(
        "a record in the partition of its mailbox stays, one in any other is sent there",
        arguments: 0..<12 as Range<Int32>)
    func detour(partition: Int32) {
        let detour = RecordRouting.detour(of: Self.key, at: Self.position(partition), headers: [], count: 12)
        #expect(detour == (partition == Self.home ? nil : Self.home))
    }

    @Test("a record that was forwarded before is never forwarded again")
    func loopGuard() {
        let marked = [RecordHeader("content-type", "application/json"), ForwardMark.mark(Self.position(3))]
        for count: Int32 in 1...24 {
            for partition in 0..<count {
                let detour = RecordRouting.detour(
                    of: Self.key, at: Self.position(partition), headers: marked, count: count)
                #expect(detour == nil)
            }
        }
    }

    @Test("without a known number of partitions nothing moves", arguments: [nil, 0] as [Int32?])
    func unknownCount(count: Int32?) {
        #expect(RecordRouting.detour(of: Self.key, at: Self.position(5), headers: [], count: count) == nil)
    }
}
