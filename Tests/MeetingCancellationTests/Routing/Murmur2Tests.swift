import MeetingCancellation
import Testing

@Suite("Murmur2")
struct Murmur2Tests {
    /// The vectors of Kafka's own `UtilsTest.testMurmur2`.
    @Test(
        "hashes as Kafka's Java client does",
        arguments: [
            ("21", -973_932_308), ("foobar", -790_332_482), ("a-little-bit-long-string", -985_981_536),
            ("a-little-bit-longer-string", -1_486_304_829),
            ("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58_897_971), ("abc", 479_470_107),
        ] as [(String, Int32)]
    )
    func javaVectors(text: String, hash: Int32) {
        // With this many partitions the number is the hash without its sign bit.
        #expect(Murmur2.partition(of: Array(text.utf8), count: .max) == hash & .max)
        #expect(Murmur2.partition(of: Array(text.utf8), count: 12) == (hash & .max) % 12)
    }

    @Test("every length of tail and every byte value gives a partition that exists")
    func staysInRange() {
        for length in 0...64 {
            let key = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 200) }
            for count: Int32 in [1, 2, 7, 100] {
                #expect((0..<count).contains(Murmur2.partition(of: key, count: count)))
            }
        }
    }
}
