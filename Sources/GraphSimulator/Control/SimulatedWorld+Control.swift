extension SimulatedWorld {
    /// The world as `GET /_control/world` tells it. Secrets are shown: they are the simulator's own.
    var json: JSONValue {
        ["tenants": .array(tenants.values.sorted { $0.id < $1.id }.map(json(of:)))]
    }

    private func json(of tenant: SimulatedTenant) -> JSONValue {
        let own = mailboxes.values.filter { $0.key.tenant == tenant.key }
        return [
            "id": .string(tenant.id),
            "cloud": .string(tenant.cloud.rawValue),
            "domains": .array(tenant.domains.map(JSONValue.string)),
            "applications": .array(tenant.applications.map(\.json)),
            "mailboxes": .array(own.filter { !$0.isGroup }.sorted { $0.objectID < $1.objectID }.map(\.json)),
            "groups": .array(own.filter(\.isGroup).sorted { $0.objectID < $1.objectID }.map(\.json)),
            "meetings": .array(meetings.filter { $0.tenant == tenant.key }.map(json(of:))),
        ]
    }

    private func json(of meeting: SimulatedMeeting) -> JSONValue {
        let organizer = events[meeting.organizerCopy.event]
        return [
            "subject": .string(meeting.subject),
            "iCalUId": .string(organizer.iCalUId),
            "type": .string(organizer.kind.rawValue),
            "start": .string(GraphTime.timestamp(organizer.start)),
            "organizer": json(of: meeting.organizerCopy),
            "attendees": .array(meeting.attendees.map { .string($0.address) }),
            "attendeeCopies": .array(meeting.attendeeCopies.map(json(of:))),
        ]
    }

    private func json(of copy: SimulatedMeeting.Copy) -> JSONValue {
        var members = brief(events[copy.event])
        members["mailbox"] = .string(events[copy.event].mailbox.name)
        if !copy.occurrences.isEmpty {
            members["occurrences"] = .array(copy.occurrences.map { .object(brief(events[$0])) })
        }
        return .object(members)
    }

    private func brief(_ event: SimulatedEvent) -> [String: JSONValue] {
        [
            "id": .string(event.id),
            "immutableID": .string(event.immutableID),
            "start": .string(GraphTime.timestamp(event.start)),
            "state": .string(event.state.rawValue),
        ]
    }
}

extension SimulatedApplication {
    fileprivate var json: JSONValue {
        [
            "clientID": .string(clientID),
            "secrets": .array(
                secrets.map {
                    [
                        "value": .string($0.value),
                        "expires": JSONValue(optional: $0.expiresAt.map(GraphTime.timestamp)),
                    ]
                }
            ),
            "certificates": .array(certificates.map { .string(Base64.url($0.thumbprint)) }),
            "federatedCredentials": .array(
                federatedCredentials.map {
                    [
                        "issuer": .string($0.issuer), "subject": .string($0.subject), "audience": .string($0.audience),
                    ]
                }
            ),
            "delegatedPermissions": .array(delegatedPermissions.map(JSONValue.string)),
            "enabled": .bool(isEnabled),
            "consented": .bool(isConsented),
            "managedIdentity": JSONValue(optional: managedIdentity?.name),
            "roles": .array(roles.map(JSONValue.string)),
            "delegatedAccounts": .array(
                delegatedAccounts.map {
                    [
                        "user": .string($0.user),
                        "scopes": .array($0.scopes.map(JSONValue.string)),
                        "refreshToken": .string($0.refreshToken),
                    ]
                }
            ),
        ]
    }
}

extension SimulatedMailbox {
    fileprivate var json: JSONValue {
        [
            "objectID": .string(objectID),
            "userPrincipalName": .string(userPrincipalName),
            "members": members.map { .array($0.sorted().map(JSONValue.string)) } ?? .null,
            "delegates": .array(delegates.sorted().map(JSONValue.string)),
            "defaultCalendarID": .string(defaultCalendarID),
            "calendars": .array(
                calendars.values.sorted { $0.name < $1.name }.map {
                    ["id": .string($0.id), "name": .string($0.name), "groupID": .string($0.groupID)]
                }
            ),
        ]
    }
}

extension OutboxMessage {
    /// The message as `GET /_control/outbox` tells it.
    var json: JSONValue {
        [
            "sentAt": .string(GraphTime.timestamp(sentAt)),
            "tenant": .string(tenant),
            "from": .string(from),
            "to": .string(to),
            "subject": .string(subject),
            "comment": JSONValue(optional: comment),
            "iCalUId": .string(iCalUId),
            "eventID": .string(eventID),
            "start": .string(GraphTime.timestamp(start)),
            "requestID": .string(requestID),
        ]
    }
}

extension MeetingIDs {
    /// The answer to `POST /_control/meetings`.
    var json: JSONValue {
        [
            "organizerEventID": .string(organizerEventID),
            "organizerImmutableID": .string(organizerImmutableID),
            "iCalUId": .string(iCalUId),
            "attendeeCopies": .object(attendeeCopies.mapValues(JSONValue.string)),
            "occurrences": .array(
                occurrences.map { occurrence in
                    [
                        "start": .string(GraphTime.timestamp(occurrence.start)),
                        "id": .string(occurrence.id),
                        "attendeeCopies": .object(occurrence.attendeeCopies.mapValues(JSONValue.string)),
                    ]
                }
            ),
        ]
    }
}
