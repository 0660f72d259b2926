/// What a modelled broker answers instead of what was asked.
enum BrokerError: Int, Error {
    case concurrentTransactions, producerFenced, invalidTransactionState, recordTooLarge, notAuthorized
    case illegalGeneration, unknownMember, fencedInstance, notLeader, rebalanceInProgress
}
