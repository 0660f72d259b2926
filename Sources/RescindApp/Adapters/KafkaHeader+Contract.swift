package import CommandContract
package import KafkaClient

extension KafkaHeader {
    package init(_ header: RecordHeader) { self.init(name: header.name, value: header.value) }
}

extension RecordHeader {
    init(_ header: KafkaHeader) { self.init(name: header.name, value: header.value) }
}
