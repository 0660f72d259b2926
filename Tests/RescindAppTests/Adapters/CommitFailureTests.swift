import CommandContract
import CommandPipeline
import KafkaClient
import Testing

@testable import RescindApp

@Suite("Transaction errors as the pipeline acts on them")
struct CommitFailureTests {
    private func failure(_ kind: TransactionError.Kind, number: Int32 = -185, code: String = "_X") -> CommitFailure {
        CommitFailure(
            TransactionError(
                kind: kind, call: "sendOffsets", underlying: KafkaError(code: code, number: number, reason: "secret")
            )
        )
    }

    @Test("each kind has its answer, with call and code and without librdkafka's text")
    func kinds() {
        #expect(failure(.aborted) == .aborted(code: "sendOffsets._X"))
        #expect(failure(.indefinite) == .indefinite(code: "sendOffsets._X"))
        #expect(failure(.fatal) == .fatal(code: "sendOffsets._X"))
    }

    private func abort(_ number: Int32, failedRecords: [Int] = []) -> CommitFailure {
        CommitFailure(
            TransactionError(
                kind: .aborted, call: "flush", underlying: KafkaError(code: "X", number: number, reason: ""),
                failedRecords: failedRecords
            )
        )
    }

    @Test(
        "an abort blames a record when the record was refused for what it is or where it goes",
        arguments: [(2, .content), (10, .content), (29, .rights), (32, .content), (44, .content), (87, .content)]
            + [22, 25, 27, 19, 51, -192, -185].map { ($0, nil) } as [(Int32, RecordBlame?)]
    )
    func blame(number: Int32, blame: RecordBlame?) {
        #expect(abort(number) == .aborted(code: "flush.X", blame: blame))
        #expect(abort(number, failedRecords: [3]) == .aborted(code: "flush.X", blame: blame))
    }

    @Test("what the client refuses by itself blames a record when it names one")
    func ownRefusal() {
        #expect(abort(0, failedRecords: [3]) == .aborted(code: "flush.X", blame: .content))
        #expect(abort(0) == .aborted(code: "flush.X", blame: nil))
    }

    @Test("fencing is fatal whatever the kind", arguments: [Int32(-144), 47, 90])
    func fenced(number: Int32) {
        for kind in [TransactionError.Kind.aborted, .indefinite, .fatal] {
            #expect(failure(kind, number: number) == .fatal(code: "sendOffsets._X"))
        }
    }

    @Test("a receipt keeps the ledger's ends, and a time only if it can be one")
    func receipts() {
        let ends = [
            TopicPartition(topic: "ledger", partition: 3): Int64(8), TopicPartition(topic: "outcomes", partition: 3): 9,
        ]
        func receipt(_ time: Int64?) -> CommitReceipt {
            CommitReceipt(TransactionReceipt(ends: ends, logAppendMilliseconds: time), ledger: "ledger")
        }
        #expect(receipt(nil) == CommitReceipt(ledgerEnds: [3: 8]))
        #expect(receipt(1234) == CommitReceipt(ledgerEnds: [3: 8]))
        let time = Timestamp(milliseconds: 1_700_000_000_000)
        #expect(receipt(1_700_000_000_000) == CommitReceipt(ledgerEnds: [3: 8], time: time))
    }
}
