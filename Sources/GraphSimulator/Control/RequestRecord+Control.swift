extension RequestRecord {
    /// The record as `GET /_control/requests` tells it.
    var json: JSONValue {
        var ending: String
        var code: String?
        switch self.ending {
        case .pending: ending = "pending"
        case .answered(_, let answered):
            ending = "answered"
            code = answered
        case .dropped: ending = "dropped"
        }
        var members: [String: JSONValue] = [
            "sequence": .integer(sequence),
            "time": .string(GraphTime.timestamp(time)),
            "cloud": .string(cloud.rawValue),
            "method": .string(method),
            "path": .string(target),
            "status": status.map(JSONValue.integer) ?? .null,
            "code": JSONValue(optional: code),
            "ending": .string(ending),
            "clientRequestID": JSONValue(optional: clientRequestID),
            "requestID": .string(requestID),
            "tenant": JSONValue(optional: tenant),
            "application": JSONValue(optional: application),
            "operation": .string(operation.rawValue),
            "acted": .bool(acted),
            "fault": JSONValue(optional: fault),
            "ownCloud": .bool(isAtItsOwnCloud),
        ]
        members["mailbox"] = mailbox.map(JSONValue.string)
        members["underWay"] = underWay.map(JSONValue.integer)
        members["endedAt"] = endedAt.map { .string(GraphTime.timestamp($0)) }
        members["retryAfter"] = retryAfter.map(JSONValue.string)
        members["aadsts"] = aadsts.map(JSONValue.integer)
        members["token"] = tokenRequest?.json
        return .object(members)
    }
}

extension TokenRequestRecord {
    fileprivate var json: JSONValue {
        [
            "grant": .string(grant.rawValue),
            "clientID": JSONValue(optional: clientID),
            "scope": JSONValue(optional: scope),
            "algorithm": JSONValue(optional: algorithm),
            "announcesClaimsChallenges": .bool(announcesClaimsChallenges),
        ]
    }
}

extension RequestCounts {
    var json: JSONValue {
        [
            "arrived": .integer(arrived),
            "dropped": .integer(dropped),
            "acted": .integer(acted),
            "byOperation": .object(
                Dictionary(uniqueKeysWithValues: byOperation.map { ($0.key.rawValue, .integer($0.value)) })
            ),
            "byStatus": .object(
                Dictionary(uniqueKeysWithValues: byStatus.map { (String($0.key), .integer($0.value)) })
            ),
        ]
    }
}
