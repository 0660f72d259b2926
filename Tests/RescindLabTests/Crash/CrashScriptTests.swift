import Foundation
import GraphSimulator
import Logging
import Testing

@testable import rescind_lab

@Suite("the records of a cycle")
struct CrashScriptTests {
    private func cycle(_ count: Int, seed: UInt64) throws -> [ScriptedRecord] {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let simulator = GraphSimulator(
            world: try LabWorld.world(now: now), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        var script = CrashScript(simulator: simulator, name: "test", seed: seed)
        return try script.cycle(count, now: now)
    }

    @Test("as many as asked for, of every kind, and the same for the same seed", arguments: [1, 2, 3] as [UInt64])
    func kinds(seed: UInt64) throws {
        let records = try cycle(50, seed: seed)
        #expect(records.count == 50)
        #expect(Set(records.map(\.kind)) == Set(CrashKind.allCases))
        #expect(try cycle(50, seed: seed).map(\.value) == records.map(\.value))
        #expect(try cycle(50, seed: seed + 100).map(\.value) != records.map(\.value))
    }

    @Test("few are as many as asked for, too", arguments: 1...5)
    func few(count: Int) throws { #expect(try cycle(count, seed: 1).count == count) }

    @Test("a duplicate has the bytes of its original, a conflict the id only, and both come after it")
    func together() throws {
        let records = try cycle(200, seed: 4)
        for (index, record) in records.enumerated() where record.kind == .duplicate || record.kind == .conflict {
            let earlier = records[..<index].filter { $0.identity == record.identity }
            #expect(earlier.map(\.kind) == [.plain])
            #expect(earlier.allSatisfy { $0.key == record.key })
            #expect((earlier.first?.value == record.value) == (record.kind == .duplicate))
            #expect((earlier.first?.meeting == record.meeting) == (record.kind == .duplicate))
        }
    }

    @Test("two commands of a meeting have ids of their own and one partition")
    func pairs() throws {
        let pairs = Dictionary(grouping: try cycle(200, seed: 5).filter { $0.kind == .pair }, by: \.meeting)
        #expect(!pairs.isEmpty)
        for records in pairs.values {
            #expect(records.count == 2)
            #expect(Set(records.map(\.identity)).count == 2)
            #expect(Set(records.map(\.key)).count == 1)
        }
    }
}
