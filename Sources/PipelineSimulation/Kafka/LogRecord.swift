import CommandContract

/// A record as a modelled partition holds it.
struct LogRecord {
    enum Standing { case plain, open, committed, aborted, marker, removed }

    let key: [UInt8]?
    let value: [UInt8]?
    let headers: [RecordHeader]
    let timestamp: Timestamp
    let transaction: Transaction?
    var standing: Standing
}
