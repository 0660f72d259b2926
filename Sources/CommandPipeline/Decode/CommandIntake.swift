import CommandContract
import MeetingCancellation

/// Decode, route and authorize: from a record's bytes to a command that may run, or to its outcome.
struct CommandIntake: Sendable {
    let decoder: RecordDecoder
    let policy: AuthorizationPolicy

    func decide(_ record: ConsumedRecord) -> IntakeDecision {
        switch decoder.decode(key: record.key, value: record.value, headers: record.headers) {
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
