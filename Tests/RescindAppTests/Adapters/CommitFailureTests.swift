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

    @Test("fencing is fatal whatever the kind", arguments: [Int32(-144), 47, 90])
    func fenced(number: Int32) {
        for kind in [TransactionError.Kind.aborted, .indefinite, .fatal] {
            #expect(failure(kind, number: number) == .fatal(code: "sendOffsets._X"))
        }
    }
}
