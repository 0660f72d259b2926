import KafkaClient

extension PartitionReaderConfiguration {
    init(_ kafka: RescindConfiguration.Kafka, _ isolation: Isolation) {
        self.init(connection: kafka.connection)
        self.isolation = isolation
        // It joins no group, but librdkafka looks for the coordinator of one: that of a group this principal may Describe.
        groupID = kafka.groupID
        // The mock cluster answers an empty fetch no earlier than this.
        if kafka.plainOffsetCommits { fetchWait = .milliseconds(10) }
    }
}
