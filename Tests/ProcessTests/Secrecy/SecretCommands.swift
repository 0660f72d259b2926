import CanarySearch
import CommandContract
import Foundation
import GraphSimulator
import KafkaClient
import Logging

/// Commands full of canaries: each credential's, each way to a meeting, and each way to go wrong.
struct SecretCommands {
    /// What is sent, and the reason its outcome has to tell.
    struct Sent {
        /// nil of a record that is no command.
        let id: String?
        let record: OutgoingRecord
        let reason: OutcomeReason
    }

    private let world: SecretWorld

    init(_ world: SecretWorld) { self.world = world }

    private typealias Members = [(String, JSONValue?)]

    private static let comment: Members = [("comment", .string(PlantedCanaries.comment.text))]

    /// Adds the meetings and the faults the commands are about.
    func prepare() async throws {
        let (secret, lab) = (SecretWorld.Tenant.secret.id, LabWorld.global.id)
        try await world.addCalendar(tenant: secret)
        for number in 11...14 { try await world.addMeeting(number, tenant: secret) }
        try await world.addMeeting(15, tenant: secret, calendar: PlantedCanaries.calendar)
        try await world.addMeeting(16, tenant: secret, organizer: PlantedCanaries.account)
        try await world.addMeeting(20, tenant: SecretWorld.Tenant.certificate.id)
        try await world.addMeeting(30, tenant: SecretWorld.Tenant.federated.id)
        try await world.addMeeting(40, tenant: SecretWorld.Tenant.refused.id)
        try await world.addMeeting(50, tenant: lab)
        let message: Members = [("message", .string(PlantedCanaries.graphMessage.text))]
        for (number, status, code) in [
            (12, 503, "serviceNotAvailable"), (13, 403, PlantedCanaries.organizer.text),
            (14, 400, PlantedCanaries.graphMessage.text),
        ] {
            try await world.addFault(
                [
                    ("operation", .string("cancel")), ("event", .string(SecretWorld.eventID(number))),
                    ("status", .integer(status)), ("code", .string(code)),
                ] + message)
        }
        try await world.addFault([
            ("operation", .string("token")), ("tenant", .string(SecretWorld.Tenant.federated.id)),
            ("status", .integer(503)), ("code", .string("temporarily_unavailable")),
            ("message", .string(PlantedCanaries.entraDescription.text)),
        ])
    }

    var all: [Sent] { successes + refusals + unreadable }

    private var successes: [Sent] {
        let secret = SecretWorld.Tenant.secret.id
        return [
            command(11, secret, .cancelled), command(12, secret, .cancelled),
            command(15, secret, .cancelled, more: [("calendar", .object(calendar))]),
            command(16, secret, .cancelled, target: ("me", "robot")),
            command(20, SecretWorld.Tenant.certificate.id, .cancelled),
            command(30, SecretWorld.Tenant.federated.id, .cancelled), command(50, LabWorld.global.id, .cancelled),
        ]
    }

    private var calendar: JSONObject { JSONObject([("id", .string(PlantedCanaries.calendar.text))]) }

    private var refusals: [Sent] {
        let secret = SecretWorld.Tenant.secret.id
        let broken = JSONValue.string(PlantedCanaries.brokenValue.text)
        return [
            // Refused once, in words that no answer of Graph's has; they go on.
            command(13, secret, .cancelled), command(14, secret, .cancelled),
            command(17, secret, .eventNotFound), command(40, SecretWorld.Tenant.refused.id, .credentialInvalid),
            command(11, secret, .sourceNotAllowed, id: "denied", target: ("user", PlantedCanaries.refused.text)),
            command(11, secret, .fieldInvalid, id: "broken", more: [("notAfter", broken)]),
            command(
                11, secret, .fieldInvalid, id: "unknown",
                more: [("attendees", .string(PlantedCanaries.unknownValue.text))]),
        ]
    }

    private var unreadable: [Sent] {
        [Sent(id: nil, record: outgoing(Array(PlantedCanaries.bytes.text.utf8)), reason: .malformed)]
    }

    private func command(
        _ number: Int, _ tenant: String, _ reason: OutcomeReason, id: String? = nil,
        target: (kind: String, name: String) = ("user", PlantedCanaries.organizer.text), more: Members = []
    ) -> Sent {
        let data: Members =
            [
                ("tenant", .string(tenant)), ("target", .object(JSONObject([(target.kind, .string(target.name))]))),
                ("event", .object(JSONObject([("id", .string(SecretWorld.eventID(number)))]))),
            ] + Self.comment + more
        let id = id ?? "secret-\(number)"
        let event = JSONObject([
            ("specversion", .string("1.0")), ("id", .string(id)),
            ("source", .string(Landscape.source)), ("type", .string(CancelCommand.type)),
            ("data", .object(JSONObject(data))),
        ])
        return Sent(id: id, record: outgoing(JSONWriter.write(.object(event))), reason: reason)
    }

    private func outgoing(_ value: [UInt8]) -> OutgoingRecord {
        OutgoingRecord(
            topic: "meeting.cancel.commands", partition: OutgoingRecord.partitionByKey,
            key: Array(PlantedCanaries.key.text.utf8), value: value,
            headers: [
                KafkaHeader(name: "content-type", value: Array("application/cloudevents+json".utf8)),
                KafkaHeader(name: "x-request", value: Array(PlantedCanaries.header.text.utf8)),
            ]
        )
    }

    static func send(_ commands: [Sent], to bootstrap: String) async throws {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let connection = KafkaConnection(bootstrapServers: bootstrap, settings: ["check.crcs": "false"])
        let producer = try RecordProducer(
            configuration: RecordProducerConfiguration(connection: connection), logger: quiet)
        do {
            for command in commands { _ = try await producer.send(command.record) }
        } catch {
            await producer.close()
            throw error
        }
        await producer.close()
    }
}
