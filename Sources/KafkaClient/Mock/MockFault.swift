/// Errors a mock broker can be told to answer with; the raw value is the protocol's error code.
package enum MockFault: Int32, Sendable {
    case none = 0
    case offsetOutOfRange = 1
    case unknownTopicOrPartition = 3
    case messageTooLarge = 10
    case coordinatorLoadInProgress = 14
    case coordinatorNotAvailable = 15
    case notCoordinator = 16
    case notEnoughReplicas = 19
    case illegalGeneration = 22
    case unknownMemberID = 25
    case rebalanceInProgress = 27
    case topicAuthorizationFailed = 29
    case invalidProducerEpoch = 47
    case concurrentTransactions = 51
    case transactionalIDAuthorizationFailed = 53
    case unknownProducerID = 59
    case fencedInstanceID = 82
}
