import CommandContract
import CommandPipeline
import MeetingCancellation

extension RescindConfiguration {
    /// By which a letter's record is believed to be its source's.
    var letterProof: LetterProof {
        LetterProof(keyring: keyring, mustSign: Set(sources.filter(\.mustSign).map(\.source)))
    }

    /// The reader of the worker that this configuration makes.
    var recordDecoder: RecordDecoder { RecordDecoder(maximumBytes: limits.commandBytes) }
}
