/// What the application asks of the consumer's thread.
enum ConsumerCommand: Sendable {
    case start([TopicPartition], at: [TopicPartition: Int64])
    case pause([TopicPartition])
    case resume([TopicPartition])
    case completeRevocation(Int)
    case close
}
