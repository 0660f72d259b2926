import CommandContract
import Testing

@Suite("Outcome reasons and statuses")
struct OutcomeReasonTests {
    @Test("every reason says what happened and what to do, in whole sentences", arguments: OutcomeReason.allCases)
    func explanations(reason: OutcomeReason) {
        for text in [reason.explanation.meaning, reason.explanation.remedy] {
            #expect(text.count >= 10)
            #expect(text.hasSuffix("."))
            #expect(text.first?.isUppercase == true || text.hasPrefix("me, ") || text.hasPrefix("extent "), "\(text)")
        }
    }

    @Test("no explanation holds a placeholder", arguments: OutcomeReason.allCases)
    func placeholders(reason: OutcomeReason) {
        for text in [reason.explanation.meaning, reason.explanation.remedy] {
            for sign in ["{", "}", "<", ">", "%", "\\", "...", "…", "XXX", "TBD", "???", "$", "  "] {
                #expect(!text.contains(sign), "\(text)")
            }
        }
    }

    @Test("no two reasons share their meaning: one would have fallen into another's default")
    func distinctMeanings() {
        let meanings = OutcomeReason.allCases.map(\.explanation.meaning)
        #expect(Set(meanings).count == meanings.count)
    }

    @Test("the codes are camelCase and stable", arguments: OutcomeReason.allCases)
    func codes(reason: OutcomeReason) {
        #expect(reason.rawValue.first?.isLowercase == true)
        #expect(reason.rawValue.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) })
        #expect(OutcomeReason(rawValue: reason.rawValue) == reason)
    }

    @Test("the statuses, what each allows the sender to do, and its event type are the contract's")
    func statuses() {
        let table = OutcomeStatus.allCases.map { "\($0.rawValue) \($0.resend) \($0.eventType)" }
        #expect(
            table == [
                "cancelled never meeting.outcome.cancelled.v1", "checked newId meeting.outcome.checked.v1",
                "refused afterFix meeting.outcome.refused.v1", "failed newId meeting.outcome.failed.v1",
                "unresolved askPerson meeting.outcome.unresolved.v1",
                "withdrawn newId meeting.outcome.withdrawn.v1",
                "undecodable afterFix meeting.outcome.undecodable.v1",
            ])
    }

    @Test("every status is reached by a reason")
    func everyStatusIsReached() {
        #expect(Set(OutcomeReason.allCases.map(\.status)) == Set(OutcomeStatus.allCases))
    }

    @Test("a record nobody could read, and one a person must look at, is kept in the dead letters")
    func deadLetters() {
        let kept = OutcomeReason.allCases.filter(\.isDeadLetter)
        #expect(Set(kept) == [.fieldInvalid, .unsupportedType, .answerLost, .malformed, .tooLarge])
        let mustBeKept = OutcomeReason.allCases.filter { $0.status == .undecodable || $0.status == .unresolved }
        #expect(mustBeKept.allSatisfy { $0.isDeadLetter })
    }
}
