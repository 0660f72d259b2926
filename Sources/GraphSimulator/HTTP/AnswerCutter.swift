import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Lets a number of bytes of the answer out and then resets the connection.
///
/// It stands between the HTTP encoder and the network (inside TLS), where an answer is bytes.
final class AnswerCutter: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var left: Int
    private var isCut = false

    init(after count: Int) {
        left = count
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // What comes after the cut is swallowed: the closing takes a moment, and no byte more may get out.
        guard !isCut else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        var bytes = unwrapOutboundIn(data)
        guard bytes.readableBytes > left else {
            left -= bytes.readableBytes
            context.write(data, promise: promise)
            return
        }
        promise?.fail(ChannelError.ioOnClosedChannel)
        isCut = true
        guard let kept = bytes.readSlice(length: left), kept.readableBytes > 0 else {
            reset(context)
            return
        }
        // The channel's own loop carries the callback, so the context is only touched there.
        context.writeAndFlush(wrapOutboundOut(kept)).assumeIsolated().whenComplete { _ in self.reset(context) }
    }

    /// Bytes of a next request: the answer was shorter than the cut and arrived whole.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(data)
        if !isCut { context.pipeline.syncOperations.removeHandler(context: context, promise: nil) }
    }

    /// Closing without lingering sends RST in place of FIN.
    private func reset(_ context: ChannelHandlerContext) {
        let channel = context.channel
        guard let socket = channel as? any SocketOptionProvider else {
            channel.close(promise: nil)
            return
        }
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}
