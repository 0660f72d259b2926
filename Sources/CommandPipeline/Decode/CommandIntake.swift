import CommandContract
import MeetingCancellation

/// Decode, route and authorize: from a record's bytes to a command that may run, or to its outcome.
struct CommandIntake: Sendable {
    let decoder: RecordDecoder
    let policy: AuthorizationPolicy

    func decide(_ record: ConsumedRecord) -> IntakeDecision {
        let decoded = decoder.decode(key: record.key, value: record.value, headers: record.headers)
        // Before its faults too: the answer to a fault is remembered under the identity of whoever is named.
        if let envelope = decoded.envelope, let doubt = doubt(about: envelope, record) {
            return .unproven(envelope, Settlement(doubt), routingKey(of: decoded))
        }
        switch decoded {
        case .tombstone: return .skip
        case .undecodable(let reason, let fault):
            return .settled(nil, Settlement(reason, detail: fault.text), nil)
        case .refused(let envelope, let reason, let fault):
            return .settled(envelope, Settlement(reason, detail: fault.text), nil)
        case .command(let command):
            do { return .run(try policy.authorize(command)) } catch {
                return .settled(command.envelope, Settlement(error), policy.routingKey(of: command))
            }
        case .withdraw(let command):
            do { return .withdraw(try policy.authorize(command)) } catch {
                return .settled(command.envelope, Settlement(error), policy.routingKey(of: command))
            }
        }
    }

    private func doubt(about envelope: CommandEnvelope, _ record: ConsumedRecord) -> Refusal? {
        policy.doubt(
            about: envelope.identity.source, headers: record.headers, value: record.value ?? [],
            recorded: record.recorded
        )
    }

    private func routingKey(of decoded: RecordDecoder.Decoded) -> RoutingKey? {
        switch decoded {
        case .command(let command): policy.routingKey(of: command)
        case .withdraw(let command): policy.routingKey(of: command)
        case .refused, .undecodable, .tombstone: nil
        }
    }

    #if RESCIND_PLANTED_FAULTS
    /// Rights are not asked about.
    func decideUnasked(_ record: ConsumedRecord) -> IntakeDecision {
        guard case .command(let command) = decoder.decode(key: record.key, value: record.value, headers: record.headers)
        else { return decide(record) }
        return .run(AuthorizedCommand(unasked: command))
    }
    #else
    func decideUnasked(_ record: ConsumedRecord) -> IntakeDecision { decide(record) }
    #endif
}
