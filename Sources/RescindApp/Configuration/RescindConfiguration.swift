package import CommandContract
package import CommandPipeline
package import HTTPService
package import KafkaClient
package import MeetingCancellation
package import MicrosoftGraph

/// Everything a worker needs to know, checked; `config/rescind.example.yaml` shows every key.
package struct RescindConfiguration: Sendable {
    package struct Kafka: Sendable {
        package var connection: KafkaConnection
        package var groupID = "rescind"
        /// Number of this replica; two running processes must never share one. Names the transactional id.
        package var slot = 0
        package var commands = "meeting.cancel.commands"
        package var outcomes = "meeting.cancel.outcomes"
        /// Compacted, with as many partitions as the commands: the worker's memory of what it has decided.
        package var ledger = "meeting.cancel.ledger"
        package var deadLetters = "meeting.cancel.dead-letters"
        /// How many partitions the command topic was made with, for `rescind check` and `rescind topics`; 0 when not told.
        package var partitions = 0
        /// For librdkafka's mock cluster, which stores no transactional offsets: commit them a second time, outside of the
        /// transaction. Never on a real cluster, where this would break promise P2.
        package var plainOffsetCommits = false

        package init(connection: KafkaConnection) { self.connection = connection }

        package var transactionalID: String { transactionalIDPrefix + "\(slot)" }

        /// What the ids of all replicas begin with.
        package var transactionalIDPrefix: String { "\(groupID)-" }
    }

    package struct Tenant: Sendable {
        package let profile: TenantProfile
        package let credential: TenantCredential
        /// Whether Entra is told that claims challenges are understood (`cp1`): tokens then live for a day, and Graph refuses
        /// them within minutes of an event that ends them.
        package var answersClaimsChallenges = true
        /// Entra tells nobody but its administrators when a secret ends.
        package var secretExpires: Timestamp?
        /// A mailbox that `rescind check` looks whether it may be reached; nothing is changed in it.
        package var probeMailbox: String?

        package init(profile: TenantProfile, credential: TenantCredential) {
            self.profile = profile
            self.credential = credential
        }

        package init(profile: TenantProfile, credential: ClientSecretCredential) {
            self.init(profile: profile, credential: .clientSecret(credential))
        }
    }

    package struct Account: Sendable {
        package let profile: DelegatedAccount
        package let credential: RefreshTokenCredential
        package let refreshToken: RefreshTokenFile
        /// As a tenant's.
        package var answersClaimsChallenges = true

        package init(profile: DelegatedAccount, credential: RefreshTokenCredential, refreshToken: RefreshTokenFile) {
            self.profile = profile
            self.credential = credential
            self.refreshToken = refreshToken
        }
    }

    package struct Management: Sendable {
        package var host = "0.0.0.0"
        package var port = 8080

        package init() {}
    }

    package var kafka: Kafka
    package var clouds: [String: NationalCloud]
    package var tenants: [Tenant]
    package var accounts: [Account] = []
    package var sources: [SourcePolicy]
    package var limits = PipelineLimits()
    package var commentCharacters = 2000
    /// How far the time of a signed record may be from its signature's, either way.
    package var signatureTolerance: Duration = .seconds(300)
    package var timeouts = HTTPTimeouts()
    package var management = Management()
    package var pauses = Pauses()
    package var intake = IntakeSettings()
    /// The secrets with which sources sign their webhooks and records.
    package var keyring = WebhookKeyring.empty

    package init(kafka: Kafka, clouds: [NationalCloud], tenants: [Tenant], sources: [SourcePolicy]) {
        self.kafka = kafka
        self.clouds = Dictionary(clouds.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.tenants = tenants
        self.sources = sources
    }

    package var policy: AuthorizationPolicy {
        AuthorizationPolicy(
            sources: sources, tenants: advisedProfiles, accounts: advisedAccounts, servedClouds: Set(clouds.keys),
            commentCharacters: commentCharacters,
            signatures: RecordSignatures(keyring: keyring, tolerance: signatureTolerance.components.seconds)
        )
    }

    /// The tenants listed, and the one of personal accounts if there is such an account.
    var profiles: [TenantProfile] { Self.profiles(tenants, accounts) }
}

/// `settings` may hold a password (`sasl.password`): shown by their names only.
extension RescindConfiguration.Kafka: CustomStringConvertible, CustomReflectable {
    package var description: String {
        "Kafka(group: \(groupID), slot: \(slot), settings: \(connection.settings.keys.sorted()))"
    }

    package var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
