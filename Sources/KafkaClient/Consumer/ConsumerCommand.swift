/// What the application asks of the consumer's thread.
enum ConsumerCommand: Sendable {
    /// Without an epoch, whatever assignment the partitions have then.
    case start([TopicPartition: Int64], epoch: Int?)
    case pause([TopicPartition], epoch: Int?)
    case resume([TopicPartition], epoch: Int?)
    case completeRevocation(Int)
    case close
}
