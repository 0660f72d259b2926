/// What a consumer's group metadata says about its membership.
///
/// librdkafka 2.0.2 has no getters for it, so it is read from the serialized form: a magic, the generation as a
/// native 32-bit integer, group id and member id each ended by NUL, a null flag, the instance id ended by NUL.
struct GroupMembership: Hashable, Sendable {
    let generation: Int32
    let groupID: String
    let memberID: String

    /// Brokers accept offsets sent with neither (measured on Apache Kafka 3.8), unfenced: an expelled consumer
    /// could then move the offsets of its successor. So nothing may be sent while this is false.
    var isLive: Bool {
        generation >= 0 && !memberID.isEmpty
    }

    /// Nil when the bytes have another form, as a later librdkafka may write one.
    init?(serialized bytes: [UInt8]) {
        let magic = Array("CGMDv2:".utf8)
        guard bytes.starts(with: magic), bytes.count > magic.count + 4 else { return nil }
        let number = bytes[magic.count..<magic.count + 4]
        generation = number.withUnsafeBytes { $0.loadUnaligned(as: Int32.self) }
        let texts = bytes[(magic.count + 4)...].split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
        guard texts.count == 3 else { return nil }
        groupID = String(decoding: texts[0], as: UTF8.self)
        memberID = String(decoding: texts[1], as: UTF8.self)
    }
}
