import CommandPipeline

/// Tells two observers everything, the first one first.
struct ObserverPair: PipelineObserver {
    let first: any PipelineObserver
    let second: any PipelineObserver

    func observe(_ event: PipelineEvent) {
        first.observe(event)
        second.observe(event)
    }
}
