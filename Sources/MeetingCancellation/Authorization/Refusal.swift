package import CommandContract

/// An expected "no", with what the sender should look at.
package struct Refusal: Error, Sendable, Equatable {
    package let reason: OutcomeReason
    /// Names the field or setting; never holds its value.
    package let detail: String?
    /// Goes beyond the reason's own remedy: what is meant in this tenant.
    package let advice: String?

    package init(_ reason: OutcomeReason, detail: String? = nil, advice: String? = nil) {
        self.reason = reason
        self.detail = detail
        self.advice = advice
    }
}
