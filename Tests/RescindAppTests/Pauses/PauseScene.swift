import CommandContract
import MeetingCancellation

@testable import RescindApp

/// The sound configuration with a file of pauses.
enum PauseScene {
    static let source = "/lab/scheduler"
    static let tenant = "10000000-0000-4000-8000-000000000001"
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    static func configuration(_ file: String? = nil) throws -> RescindConfiguration {
        var configuration = try RescindConfiguration(
            file: Repository.file("config/c.yaml"), text: ConfigurationText().text, environment: [:])
        configuration.pauses.file = file
        return configuration
    }

    static func entries(_ text: String?) throws -> [PauseEntry] {
        try PauseList(file: "pauses.yaml", scopes: PauseScopes(configuration())).entries(in: text)
    }

    static func killSwitch(_ folder: TemporaryFolder) throws -> KillSwitch {
        KillSwitch(file: PauseFile(path: folder.path + "/pauses.yaml"), scopes: PauseScopes(try configuration()))
    }

    static func everything(_ reason: String = "why", since: Timestamp? = now) -> PauseEntry {
        PauseEntry(subject: .everything, scope: .everything, reason: reason, since: since)
    }

    static func ofSource(_ reason: String = "why", since: Timestamp? = now) -> PauseEntry {
        PauseEntry(subject: .source(source), scope: .source(source), reason: reason, since: since)
    }
}

extension PauseOrder {
    init(_ entry: PauseEntry) { self.init(entry.scope, reason: entry.reason, since: entry.since ?? PauseScene.now) }
}
