import CommandContract
import CommandPipeline
import KafkaClient

extension CommitFailure {
    /// Being fenced is told as fatal, which the pipeline survives once a minute: a restart that overlapped fences once, two
    /// processes with one id fence each other for ever.
    init(_ error: TransactionError) {
        let code = "\(error.call).\(error.underlying.code)"
        if error.isFenced {
            self = .fatal(code: code)
            return
        }
        switch error.kind {
        case .aborted: self = .aborted(code: code, blame: error.blame)
        case .indefinite: self = .indefinite(code: code)
        case .fatal: self = .fatal(code: code)
        }
    }
}

extension TransactionError {
    /// Whether the broker, or the client in its place, refused what a record is or where it was to go. The same record is
    /// refused again, whereas the group's refusals and time-outs pass.
    fileprivate var blame: RecordBlame? {
        // An authorization that fails before the records are sent names none of them, and is one record's fault all the same.
        if underlying.number == Self.topicAuthorizationFailed { return .rights }
        // What the client refuses by itself has no number, and names a record only when it is about one.
        let isRefused =
            Self.refusalsOfContent.contains(underlying.number) || (underlying.number == 0 && !failedRecords.isEmpty)
        return isRefused ? .content : nil
    }

    private static let topicAuthorizationFailed: Int32 = 29
    /// INVALID_MSG, MSG_SIZE_TOO_LARGE, INVALID_TIMESTAMP, POLICY_VIOLATION, INVALID_RECORD.
    private static let refusalsOfContent: Set<Int32> = [2, 10, 32, 44, 87]
}

extension CommitReceipt {
    /// librdkafka's mock gives each record the time of 1234 ms.
    private static let year2020 = Timestamp(milliseconds: 1_577_836_800_000)

    init(_ receipt: TransactionReceipt, ledger: String) {
        let ends = receipt.ends.filter { $0.key.topic == ledger }.map { ($0.key.partition, $0.value) }
        let time = receipt.logAppendMilliseconds.map { Timestamp(milliseconds: $0) }
        self.init(
            ledgerEnds: Dictionary(uniqueKeysWithValues: ends), time: time.flatMap { $0 < Self.year2020 ? nil : $0 }
        )
    }
}
