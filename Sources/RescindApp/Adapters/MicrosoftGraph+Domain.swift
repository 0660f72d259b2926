import CommandContract
import CommandPipeline
import MeetingCancellation
import MicrosoftGraph

extension EventPath {
    init(_ address: MeetingAddress) throws(PathError) {
        let mailbox: MailboxTarget =
            switch address.target {
            case .user(let id): .user(id)
            case .group(let id): .group(id)
            case .me: .me
            }
        let calendar: CalendarTarget =
            switch address.calendar {
            case .none: .events
            case .defaultCalendar: .defaultCalendar
            case .calendar(let id): .calendar(id)
            case .calendarInGroup(let groupID, let id): .calendarInGroup(groupID: groupID, id: id)
            }
        try self.init(mailbox: mailbox, calendar: calendar, eventID: address.eventID)
    }
}

extension TokenGrant {
    /// The response's `scope` comes first: it is the documented way to learn of permissions, reading the token is not.
    init(_ token: AccessToken) {
        let claims = token.claims
        self.init(
            roles: claims.roles, scopes: token.scope == nil ? claims.scp : token.grantedScopes, objectID: claims.oid,
            userPrincipalName: claims.upn
        )
    }
}

extension ClientRequestID {
    init(_ request: RequestIdentity) {
        let identity = request.command
        let purpose: UInt32 =
            switch request.purpose {
            case .cancel: 0
            case .read: 1
            case .lookUp: 2
            }
        self = .derive(
            source: Array(identity.source.utf8), id: Array(identity.id.utf8), attempt: UInt32(clamping: request.number),
            exchange: purpose
        )
    }
}

extension MeetingSnapshot {
    init(_ event: CalendarEvent) {
        self.init(
            id: event.id, iCalUId: event.iCalUId, kind: Kind(rawValue: event.type.rawValue) ?? .unknown,
            seriesMasterID: event.seriesMasterId, isOrganizer: event.isOrganizer, isCancelled: event.isCancelled,
            start: Timestamp(event.start), hasAttendees: event.hasAttendees
        )
    }
}

extension GraphTrace {
    init(_ answer: GraphAnswer) {
        self.init(
            status: answer.status, requestID: answer.requestID, clientRequestID: answer.clientRequestID.value,
            date: answer.date.map { Timestamp($0).rfc3339 }
        )
    }
}

extension GraphTrace {
    init(_ error: GraphError, code: String) {
        self.init(
            status: error.status, code: code, requestID: error.requestID, clientRequestID: error.clientRequestID.value,
            date: error.date.map { Timestamp($0).rfc3339 }
        )
    }
}

extension ExchangeFailure {
    init(_ error: GraphError) {
        let kind: Kind =
            switch error.kind {
            case .throttled: .throttled
            case .unauthorized: .unauthorized
            case .wrongCloud: .cloudMismatch
            case .forbidden: .forbidden
            case .notOrganizer: .notOrganizer
            case .itemNotFound: .notFound
            case .mailboxUnavailable: .mailboxUnavailable
            case .invalidRequest: .invalidRequest
            case .conflict, .serverError, .unexpectedStatus, .redirected, .timeout, .connectFailed, .connectionLost,
                .abandoned, .bodyTooLarge, .unreadableAnswer:
                .unavailable
            }
        let verdict: Verdict =
            switch error.verdict {
            case .surelyNotProcessed: .surelyNotProcessed
            case .ambiguous: .ambiguous
            case .permanent: .permanent
            }
        let trace = GraphTrace(error, code: error.graphCode ?? error.code)
        self.init(kind: kind, verdict: verdict, retryAfter: error.retryAfter, trace: trace)
    }

    /// Graph has turned the request away (401), and will turn away every other of this tenant or account for a while.
    init(pausedBy error: GraphError, for wait: Duration) {
        self.init(
            kind: .tokenUnavailable, verdict: .surelyNotProcessed, retryAfter: wait,
            trace: GraphTrace(error, code: ChallengePauses.reason)
        )
    }

    /// A token that cannot be had now, or would be of no use: nothing was sent to Graph.
    init(withoutToken failure: HeldTokenFailure) {
        switch failure {
        case .noToken(let error): self.init(withoutToken: error)
        case .paused(let wait):
            self.init(
                kind: .tokenUnavailable, verdict: .surelyNotProcessed, retryAfter: wait,
                trace: GraphTrace(code: ChallengePauses.reason)
            )
        }
    }

    private init(withoutToken error: TokenError) {
        let kind: Kind = error.verdict == .permanent ? .unauthorized : .tokenUnavailable
        self.init(
            kind: kind, verdict: .surelyNotProcessed, retryAfter: error.retryAfter, trace: GraphTrace(code: error.code)
        )
    }
}

extension PermissionFailure {
    init(_ failure: HeldTokenFailure) {
        switch failure {
        case .noToken(let error): self.init(error)
        case .paused(let wait): self = .unavailable(retryAfter: wait)
        }
    }

    init(_ error: TokenError) {
        if error.verdict == .retriable {
            self = .unavailable(retryAfter: error.retryAfter)
            return
        }
        let number = error.aadsts.first.map { "AADSTS\($0)" }
        let code = number ?? error.oauthError ?? error.fault?.code ?? error.code
        if error.kind == .tenantElsewhere {
            // Where it lives instead, or that it is unknown there.
            self = .cloudMismatch(code: [error.code, error.detail].compactMap(\.self).joined(separator: ": "))
            return
        }
        switch error.entraClass {
        case let refusal? where refusal.isCloudMismatch: self = .cloudMismatch(code: code)
        case .consentMissing: self = .consentMissing(code: code)
        default: self = .credentialInvalid(code: code)
        }
    }
}
