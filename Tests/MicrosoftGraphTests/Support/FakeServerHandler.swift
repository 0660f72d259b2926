import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// The server's end of one connection.
final class FakeServerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let recorder: RequestRecorder
    private let scripts: FakeServer.Scripts
    private var bytes: [UInt8] = []

    init(_ recorder: RequestRecorder, _ scripts: FakeServer.Scripts) {
        self.recorder = recorder
        self.scripts = scripts
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.bytes += Array(self.unwrapInboundIn(data).readableBytesView)
        // A TLS handshake record begins so; it is answered as a server without TLS answers it.
        if self.bytes.first == 0x16 {
            self.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", context)
            context.close(promise: nil)
            return
        }
        while let request = RecordedRequest.take(from: &self.bytes) {
            let number = self.recorder.record(request)
            switch self.scripts.script(number) {
            case .answer(let text): self.write(text, context)
            case .answerThenClose(let text):
                self.write(text, context)
                context.close(promise: nil)
            case .close: context.close(promise: nil)
            case .silence: break
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A client that gives up resets the connection; that is the subject of some tests, not a fault of the server.
        if (error as? IOError)?.errnoCode == ECONNRESET { self.recorder.recordReset() }
        context.close(promise: nil)
    }

    private func write(_ text: String, _ context: ChannelHandlerContext) {
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
}
