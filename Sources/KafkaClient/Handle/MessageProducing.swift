import CLibrdkafka

/// Hands records to a producer's queue.
enum MessageProducing {
    /// Enqueues a copy of `record`; its delivery report will carry `opaque`.
    ///
    /// - Precondition: the topic's metadata is known and the partition exists. librdkafka before 2.12 frees the
    ///   headers twice, and crashes, for a partition it does not know (#4627), and before 2.10.1 delays the first
    ///   record of an unknown topic by up to a second (#5032).
    static func produce(
        _ record: OutgoingRecord,
        opaque: UInt,
        by producer: OpaquePointer
    ) -> KafkaError? {
        let headers = makeHeaders(record.headers)
        let error = record.topic.withCString { topic in
            withBytes(record.key) { key in
                withBytes(record.value) { value in
                    var parts = [
                        part(RD_KAFKA_VTYPE_TOPIC) { $0.cstr = topic },
                        part(RD_KAFKA_VTYPE_PARTITION) { $0.i32 = record.partition },
                        part(RD_KAFKA_VTYPE_MSGFLAGS) { $0.i = Int32(RD_KAFKA_MSG_F_COPY) },
                        part(RD_KAFKA_VTYPE_KEY) { $0.mem = .init(ptr: key.start, size: key.count) },
                        part(RD_KAFKA_VTYPE_VALUE) { $0.mem = .init(ptr: value.start, size: value.count) },
                        part(RD_KAFKA_VTYPE_OPAQUE) { $0.ptr = UnsafeMutableRawPointer(bitPattern: opaque) },
                    ]
                    if let timestamp = record.timestampMilliseconds {
                        parts.append(part(RD_KAFKA_VTYPE_TIMESTAMP) { $0.i64 = timestamp })
                    }
                    if let headers { parts.append(part(RD_KAFKA_VTYPE_HEADERS) { $0.headers = headers }) }
                    return rd_kafka_produceva(producer, &parts, parts.count)
                }
            }
        }
        // A successful call has taken the header list over.
        if error != nil, let headers { rd_kafka_headers_destroy(headers) }
        return KafkaError.consuming(error, of: producer)
    }

    private static func part(
        _ type: rd_kafka_vtype_t,
        _ fill: (inout rd_kafka_vu_s.__Unnamed_union_u) -> Void
    ) -> rd_kafka_vu_t {
        var part = rd_kafka_vu_t()
        part.vtype = type
        fill(&part.u)
        return part
    }

    /// Nil when there are none, which is not the same as an empty list on the wire format's older versions.
    private static func makeHeaders(_ headers: [KafkaHeader]) -> OpaquePointer? {
        guard !headers.isEmpty, let list = rd_kafka_headers_new(headers.count) else { return nil }
        for header in headers {
            withBytes(header.value) { value in
                _ = rd_kafka_header_add(list, header.name, header.name.utf8.count, value.start, value.count)
            }
        }
        return list
    }

    /// A null start means no bytes at all (a tombstone), so an empty array needs an address of its own.
    private static func withBytes<Result>(
        _ bytes: [UInt8]?,
        _ body: ((start: UnsafeMutableRawPointer?, count: Int)) -> Result
    ) -> Result {
        guard let bytes else { return body((nil, 0)) }
        return (bytes.isEmpty ? [0] : bytes).withUnsafeBytes { buffer in
            body((UnsafeMutableRawPointer(mutating: buffer.baseAddress), bytes.count))
        }
    }
}
