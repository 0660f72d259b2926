import Hummingbird

/// `GET /status`: what the worker is doing, as one JSON object.
struct StatusRoute {
    /// Asked on every request.
    let document: @Sendable () -> [UInt8]

    func add(to router: Router<BasicRequestContext>) {
        router.get("/status") { [document] _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: document()))
            )
        }
    }
}
