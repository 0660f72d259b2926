import Hummingbird

/// `GET /metrics`: everything the registry knows, in Prometheus' text format.
struct MetricsRoute {
    let registry: MetricRegistry
    /// Sets the gauges that are read rather than counted.
    let beforeScrape: @Sendable () -> Void
    var process = ProcessSampler()

    func add(to router: Router<BasicRequestContext>) {
        router.get("/metrics") { [self] _, _ in
            beforeScrape()
            let text = MetricExposition.text(process.families() + registry.snapshot())
            return Response(
                status: .ok, headers: [.contentType: MetricExposition.contentType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text))
            )
        }
    }
}
