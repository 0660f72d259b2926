/// What this client finds wrong by itself, before or without asking librdkafka.
package enum ClientFault: String, Sendable, CaseIterable {
    /// A setting the client needs for its promises was given by the operator.
    case settingReserved
    /// librdkafka does not know a setting of that name.
    case settingUnknown
    /// librdkafka refused the setting's value.
    case settingInvalid
    /// `sasl.mechanism` is `OAUTHBEARER` and the connection has nobody to ask for tokens.
    case tokenProviderMissing
    /// The client was closed, or is closing.
    case closed
    /// The topic does not exist, or may not be seen.
    case topicUnknown
    /// The topic has no such partition.
    case partitionUnknown
    /// The consumer is not a live member of its group, so its offsets would not be fenced.
    case notAMember
    /// The consumer does not own a partition whose offset was to be committed.
    case partitionNotOwned
    /// librdkafka's serialized group metadata has an unknown form, so membership cannot be proved.
    case groupMetadataUnreadable
    /// A transaction without offsets would not be fenced by the group.
    case offsetsMissing
    /// A call did not come back within its bound.
    case callOverran
    /// The transactional producer was given up after an earlier call and must be replaced.
    case producerUnusable
    /// The application did not read its rebalance events.
    case rebalancesUnread

    func error(_ reason: String, requiresAbort: Bool = false, isFatal: Bool = false) -> KafkaError {
        KafkaError(code: rawValue, reason: reason, requiresAbort: requiresAbort, isFatal: isFatal)
    }
}
