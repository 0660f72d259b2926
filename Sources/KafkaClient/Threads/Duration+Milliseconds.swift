import Dispatch

extension Duration {
    /// Whole milliseconds, rounded down, held within what librdkafka's `int` parameters take.
    var milliseconds: Int32 {
        let (seconds, attoseconds) = components
        let (product, overflows) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflows else { return seconds < 0 ? 0 : .max }
        return Int32(clamping: max(0, product + attoseconds / 1_000_000_000_000_000))
    }

    var dispatchInterval: DispatchTimeInterval {
        .milliseconds(Int(milliseconds))
    }
}
