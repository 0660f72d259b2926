import CanarySearch
import CommandContract
import Foundation
import GraphSimulator

/// Adds to the simulator tenants, people and meetings that are canaries, over its control port.
struct SecretWorld {
    /// Tenants by the kind of their application's credential, beside the lab's own, whose machine has an identity.
    enum Tenant: Int, CaseIterable {
        case secret = 1
        case certificate, federated, refused

        var id: String { "20000000-0000-4000-8000-00000000000\(rawValue)" }
        var clientID: String { "c2000000-0000-4000-8000-00000000000\(rawValue)" }
    }

    /// Root of the global cloud, which is its control port too.
    let graph: String
    let certificate: SimulatedClientCertificate
    let cluster: SimulatedFederatedIssuer

    struct NotTaken: Error { let path: String, status: UInt, body: String }

    init(graph: String) throws {
        self.graph = graph
        certificate = try SimulatedClientCertificate(
            notValidBefore: Date().addingTimeInterval(-86_400), notValidAfter: Date().addingTimeInterval(86_400 * 90))
        cluster = try SimulatedFederatedIssuer(LabTenant.clusterIssuer)
    }

    /// The id of the meeting with this number.
    static func eventID(_ number: Int) -> String { "AAMk\(PlantedCanaries.stem.text)\(number)AAA=" }

    func build() async throws {
        try await post("issuers", [("issuer", .string(cluster.issuer)), ("keys", .array([.string(cluster.keyPEM)]))])
        for tenant in Tenant.allCases {
            try await post(
                "tenants",
                [
                    ("id", .string(tenant.id)), ("cloud", .string("global")),
                    ("domains", .array([.string("tenant\(tenant.rawValue).example")])),
                    ("applications", .array([.object(JSONObject(application(tenant)))])),
                ])
        }
        let people = [
            PlantedCanaries.organizer, PlantedCanaries.attendee, PlantedCanaries.account, PlantedCanaries.probe,
        ]
        for tenant in Tenant.allCases.map(\.id) + [LabWorld.global.id] {
            for (index, person) in people.enumerated() {
                let id = "e\(index)000000-0000-4000-8000-0000\(tenant.suffix(8))"
                try await post(
                    "mailboxes",
                    [("tenant", .string(tenant)), ("id", .string(id)), ("userPrincipalName", .string(person.text))])
            }
        }
    }

    private func application(_ tenant: Tenant) -> [(String, JSONValue?)] {
        let credential: [(String, JSONValue?)] =
            switch tenant {
            case .secret: [("secrets", .array(secrets)), ("accounts", .array([account]))]
            case .certificate: [("certificates", .array([.string(certificate.certificatePEM)]))]
            case .federated: [("federatedCredentials", .array([federatedCredential]))]
            case .refused: [("secret", .string("another"))]
            }
        return [
            ("clientID", .string(tenant.clientID)), ("roles", .array([.string("Calendars.ReadWrite")])),
        ] + credential
    }

    private var secrets: [JSONValue] {
        [PlantedCanaries.clientSecret, PlantedCanaries.accountSecret].map {
            .object(JSONObject([("value", .string($0.text))]))
        }
    }

    private var account: JSONValue {
        .object(
            JSONObject([
                ("user", .string(PlantedCanaries.account.text)),
                ("scopes", .array([.string("Calendars.ReadWrite")])),
                ("refreshToken", .string(PlantedCanaries.refreshToken.text)),
            ]))
    }

    private var federatedCredential: JSONValue {
        .object(
            JSONObject([
                ("issuer", .string(cluster.issuer)), ("subject", .string(LabTenant.clusterSubject)),
                ("audience", .string(SecretFiles.audience)),
            ]))
    }

    /// A meeting with its number in its id.
    func addMeeting(
        _ number: Int, tenant: String, organizer: Canary = PlantedCanaries.organizer, calendar: Canary? = nil
    ) async throws {
        try await post(
            "meetings",
            [
                ("tenant", .string(tenant)), ("organizer", .string(organizer.text)),
                ("attendees", .array([.string(PlantedCanaries.attendee.text)])),
                ("subject", .string(PlantedCanaries.subject.text)),
                ("stem", .string("\(PlantedCanaries.stem.text)\(number)")),
                ("calendar", calendar.map { .string($0.text) }),
            ])
    }

    func addCalendar(tenant: String) async throws {
        try await post(
            "calendars",
            [
                ("tenant", .string(tenant)), ("mailbox", .string(PlantedCanaries.organizer.text)),
                ("name", .string("Canary")), ("id", .string(PlantedCanaries.calendar.text)),
            ])
    }

    /// Answers of Graph and Entra that name what they should not.
    func addFault(_ members: [(String, JSONValue?)]) async throws {
        try await post("faults", [("effect", .string("answer"))] + members)
    }

    private func post(_ path: String, _ members: [(String, JSONValue?)]) async throws {
        let body = String(decoding: JSONWriter.write(.object(JSONObject(members))), as: UTF8.self)
        let answer = try await HTTP.post("\(graph)/_control/\(path)", body)
        guard answer.status == 201 else { throw NotTaken(path: path, status: answer.status, body: answer.body) }
    }
}
