/// One record header. A name may occur several times; a nil value differs from an empty one.
package struct KafkaHeader: Hashable, Sendable {
    package let name: String
    package let value: [UInt8]?

    package init(name: String, value: [UInt8]?) {
        self.name = name
        self.value = value
    }
}
