/// What a fault does instead of the ordinary answer.
package enum FaultEffect: Sendable, Hashable {
    /// Nothing but the rule's delays.
    case none
    /// Answers this without acting.
    case answer(FaultAnswer)
    /// Closes the connection without acting and without an answer.
    case dropBeforeActing
    /// Acts, then closes the connection without an answer: the answer is lost.
    case dropAfterActing
    /// Acts, then answers this.
    case answerAfterActing(FaultAnswer)
    /// Acts and answers, and resets the connection (TCP RST) when this many bytes of the answer are out. A shorter
    /// answer arrives whole.
    case resetAfterBytes(Int)
    /// Answers an HTML page with this status without acting, as a proxy or a sign-in page would.
    case html(status: Int)
    /// Acts, and says in the answer of a token endpoint that the token lives this long. It lives as long as ever.
    case expiresIn(LifetimeText)
    /// One of Microsoft's usual errors, drawn anew for each request (`UsualError`).
    case errorMix

    /// The name in the log and in the control API.
    var name: String {
        switch self {
        case .none: "delay"
        case .answer: "answer"
        case .dropBeforeActing: "dropBeforeActing"
        case .dropAfterActing: "dropAfterActing"
        case .answerAfterActing: "answerAfterActing"
        case .resetAfterBytes: "resetAfterBytes"
        case .html: "html"
        case .expiresIn: "expiresIn"
        case .errorMix: "errorMix"
        }
    }
}
