/// The partition a key belongs to by Kafka's default partitioner (murmur2 with the Java client's seed), so that producers
/// in any language that use their "murmur2" or Java-compatible partitioner agree with us.
package enum Murmur2 {
    /// - Parameter count: the topic's partition count, at least 1.
    package static func partition(of key: [UInt8], count: Int32) -> Int32 {
        Int32(bitPattern: hash(key) & 0x7FFF_FFFF) % count
    }

    static func hash(_ data: [UInt8]) -> UInt32 {
        let multiplier: UInt32 = 0x5BD1_E995
        var state = 0x9747_B28C ^ UInt32(truncatingIfNeeded: data.count)
        let wholeWords = data.count / 4
        for word in 0..<wholeWords {
            var mixed = (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[word * 4 + $1]) << UInt32($1 * 8) }
            mixed &*= multiplier
            mixed ^= mixed >> 24
            state = (state &* multiplier) ^ (mixed &* multiplier)
        }
        let tail = data[(wholeWords * 4)...]
        if !tail.isEmpty {
            for (index, byte) in tail.enumerated() { state ^= UInt32(byte) << UInt32(index * 8) }
            state &*= multiplier
        }
        state ^= state >> 13
        state &*= multiplier
        return state ^ (state >> 15)
    }
}
