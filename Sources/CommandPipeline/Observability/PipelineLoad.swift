/// How much the pipeline holds at this moment.
package struct PipelineLoad: Sendable, Equatable {
    /// Commands being worked on.
    package let running: Int
    /// Records taken in whose outcomes are not committed.
    package let staged: Int
    /// One for each partition that is ours.
    package let partitions: [PartitionLoad]
}
