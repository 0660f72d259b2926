/// A record to be produced under the contract: an outcome event or a dead letter, without its topic and partition.
package struct ContractRecord: Sendable, Equatable {
    package let key: [UInt8]?
    package let value: [UInt8]?
    package let headers: [RecordHeader]

    package init(key: [UInt8]?, value: [UInt8]?, headers: [RecordHeader]) {
        self.key = key
        self.value = value
        self.headers = headers
    }
}
