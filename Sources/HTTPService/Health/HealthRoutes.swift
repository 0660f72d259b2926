import Hummingbird

/// `GET /livez` and `GET /readyz`: 200 `ok`, or 503 with one problem a line.
struct HealthRoutes {
    let source: any HealthSource

    func add(to router: Router<BasicRequestContext>) {
        router.get("/livez") { [source] _, _ in Self.response(source.liveness) }
        router.get("/readyz") { [source] _, _ in Self.response(source.readiness) }
    }

    private static func response(_ report: HealthReport) -> Response {
        let text = report.isHealthy ? "ok\n" : report.problems.map { $0 + "\n" }.joined()
        return Response(
            status: report.isHealthy ? .ok : .serviceUnavailable,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }
}
