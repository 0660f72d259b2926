/// A record to be produced under the contract: an outcome event, a dead letter or a command, without its topic and
/// partition.
package struct ContractRecord: Sendable, Equatable {
    package let key: [UInt8]?
    package let value: [UInt8]?
    package let headers: [RecordHeader]
    /// nil: when it is produced. A topic with log append time has its own.
    package let timestamp: Timestamp?

    package init(key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader], timestamp: Timestamp? = nil) {
        self.key = key
        self.value = value
        self.headers = headers
        self.timestamp = timestamp
    }
}
