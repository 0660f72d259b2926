/// Is told every fact about the pipeline, in order.
package protocol PipelineObserver: Sendable {
    func observe(_ event: PipelineEvent)
}
