import Testing

@testable import KafkaClient

@Suite("GroupMembership")
struct GroupMembershipTests {
    private func serialized(generation: Int32, group: String = "g", member: String) -> [UInt8] {
        Array("CGMDv2:".utf8) + withUnsafeBytes(of: generation) { Array($0) } + Array(group.utf8) + [0]
            + Array(member.utf8) + [0, 1, 0]
    }

    @Test("generation, group and member are read")
    func live() {
        let membership = GroupMembership(serialized: serialized(generation: 258, group: "grüppe", member: "m-1"))
        #expect(membership?.generation == 258)
        #expect(membership?.groupID == "grüppe")
        #expect(membership?.memberID == "m-1")
        #expect(membership?.isLive == true)
    }

    @Test("an expelled consumer shows no member id or a negative generation, and is not live")
    func expelled() {
        #expect(GroupMembership(serialized: serialized(generation: -1, member: ""))?.isLive == false)
        #expect(GroupMembership(serialized: serialized(generation: 3, member: ""))?.isLive == false)
        #expect(GroupMembership(serialized: serialized(generation: -1, member: "m"))?.isLive == false)
    }

    @Test("another form is not guessed at")
    func unknownForm() {
        let known = serialized(generation: 1, member: "m")
        #expect(GroupMembership(serialized: []) == nil)
        #expect(GroupMembership(serialized: Array("CGMDv3:".utf8) + known.dropFirst(7)) == nil)
        for length in 0..<known.count - 2 {
            let cut = GroupMembership(serialized: Array(known.prefix(length)))
            #expect(cut == nil, "\(length)")
        }
    }
}
