import CommandPipeline

/// Hears and keeps nothing.
struct NoObserver: PipelineObserver {
    func observe(_ event: PipelineEvent) {}
}
