import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Lets a part of the answer out and then ends the connection.
///
/// It stands between the HTTP encoder and the network (inside TLS), where an answer is bytes.
final class AnswerCutter: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let cut: AnswerCut
    private let bodyBytes: Int
    /// nil until the head is there, whose length decides.
    private var left: Int?
    private var isCut = false

    /// - Parameter bodyBytes: how long the answer's body is.
    init(_ cut: AnswerCut, bodyBytes: Int) {
        self.cut = cut
        self.bodyBytes = bodyBytes
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // What comes after the cut is swallowed: the closing takes a moment, and no byte more may get out.
        guard !isCut else {
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        var bytes = unwrapOutboundIn(data)
        // The encoder writes the whole head at once, before anything of the body.
        let left = left ?? cut.bytes(of: bytes.readableBytes + bodyBytes)
        guard bytes.readableBytes > left else {
            self.left = left - bytes.readableBytes
            context.write(data, promise: promise)
            return
        }
        promise?.fail(ChannelError.ioOnClosedChannel)
        isCut = true
        guard let kept = bytes.readSlice(length: left), kept.readableBytes > 0 else {
            end(context)
            return
        }
        // The channel's own loop carries the callback, so the context is only touched there.
        context.writeAndFlush(wrapOutboundOut(kept)).assumeIsolated().whenComplete { _ in self.end(context) }
    }

    /// Bytes of a next request: the answer was shorter than the cut and arrived whole.
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(data)
        if !isCut { context.pipeline.syncOperations.removeHandler(context: context, promise: nil) }
    }

    private func end(_ context: ChannelHandlerContext) {
        let channel = context.channel
        guard cut.ending == .reset, let socket = channel as? any SocketOptionProvider else {
            channel.close(promise: nil)
            return
        }
        // Closing without lingering sends RST in place of FIN.
        socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).whenComplete { _ in channel.close(promise: nil) }
    }
}
