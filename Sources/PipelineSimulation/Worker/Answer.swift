/// What a modelled client learns of its request.
enum Answer<Value> {
    case value(Value)
    /// No answer came; the client may ask again.
    case lost
    /// No answer came and the client asks no more; the request may still arrive.
    case abandoned
}
