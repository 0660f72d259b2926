import CommandContract
import CommandPipeline
import MeetingCancellation

extension RescindConfiguration {
    /// Sources that must sign and whose secret is not configured here: nothing can be sent in their name.
    var silentSources: Set<String> {
        Set(sources.filter { $0.mustSign && keyring.ownSecrets(of: $0.source).isEmpty }.map(\.source))
    }

    /// The reader of the worker that this configuration makes.
    var recordDecoder: RecordDecoder { RecordDecoder(maximumBytes: limits.commandBytes) }
}
