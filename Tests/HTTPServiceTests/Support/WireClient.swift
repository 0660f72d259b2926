import NIOCore
import NIOPosix

/// Sends exactly the bytes it is given and reads until the server closes.
enum WireClient {
    static func exchange(_ request: String, port: Int) async throws -> String {
        try await exchange(Array(request.utf8), port: port)
    }

    static func exchange(_ bytes: [UInt8], port: Int) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            // On a busy machine the server's own limit may have closed the connection before the first byte.
            do { try await outbound.write(ByteBuffer(bytes: bytes)) } catch ChannelError.ioOnClosedChannel { return "" }
            var answer = ByteBuffer()
            // A reset after the answer is a close as well.
            do { for try await part in inbound { answer.writeImmutableBuffer(part) } } catch is IOError {}
            return String(buffer: answer)
        }
    }
}
