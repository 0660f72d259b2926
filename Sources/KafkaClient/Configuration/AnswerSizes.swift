/// How much a client that reads takes from a broker at once. Bounds what a broker, or whoever answers in its place, can
/// make this process hold; librdkafka's own limit is 100 MB.
enum AnswerSizes {
    /// `fetch.max.bytes`: where a broker ends its answer to a fetch. Above the 1 MB a topic takes by default in one batch.
    static let fetched = 8 << 20
    /// `receive.message.max.bytes`: librdkafka drops the connection at an answer larger than this, and again after each
    /// reconnect. So it leaves room for the one batch larger than `fetched` that a broker sends whole in order to get on,
    /// and for the framing, for which librdkafka wants 512 bytes at least.
    static let received = 2 * fetched
}
