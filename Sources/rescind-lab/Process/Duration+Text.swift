extension Duration {
    /// Seconds with one digit behind the point.
    var tenths: String {
        let tenths = Int((self / .milliseconds(100)).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }

    var wholeMilliseconds: Int { Int((self / .milliseconds(1)).rounded()) }
}
