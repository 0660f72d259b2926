/// What came of a question to a cluster, with "nobody told us" kept apart from "no".
package enum BrokerAnswer<Value: Sendable>: Sendable {
    case answered(Value)
    /// A broker, or librdkafka on its behalf, said no.
    case refused(KafkaError)
    /// No broker said anything about it: no connection, no answer in time, a request it does not know, or a principal
    /// that may not ask. Nothing is known to be wrong.
    case notVerified(KafkaError)

    package var value: Value? {
        if case .answered(let value) = self { return value }
        return nil
    }

    /// Sorts the failure of a question that changes nothing.
    static func failed(_ error: KafkaError) -> BrokerAnswer {
        error.leavesUnknown || error.forbidsAsking ? .notVerified(error) : .refused(error)
    }
}

extension BrokerAnswer: Equatable where Value: Equatable {}

extension KafkaError {
    /// No broker's verdict: librdkafka's own codes other than for arguments it refuses, a request or version that the
    /// broker does not know (35), a coordinator that is not there yet (14, 15, 16) and a broker's own time-out (7).
    var leavesUnknown: Bool {
        (number < 0 && number != -186) || [7, 14, 15, 16, 35].contains(number)
    }

    /// Topic, group or cluster not authorized: the principal may work all the same with what it may not look at.
    var forbidsAsking: Bool { [29, 30, 31].contains(number) }
}
