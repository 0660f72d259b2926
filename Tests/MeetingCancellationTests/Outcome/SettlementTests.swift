import CommandContract
import MeetingCancellation
import Testing

@Suite("Settlement")
struct SettlementTests {
    @Test("a message says what happened, the field at fault and the remedy", arguments: OutcomeReason.allCases)
    func message(reason: OutcomeReason) {
        let plain = Settlement(reason).message
        let explanation = reason.explanation
        #expect(plain == "\(explanation.meaning) \(explanation.remedy)")
        let detailed = Settlement(reason, detail: "data.extent").message
        #expect(detailed == "\(explanation.meaning) [data.extent] \(explanation.remedy)")
    }
}
