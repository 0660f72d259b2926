extension RescindConfiguration {
    /// The kill switch: a file that says what is paused, changed while workers run.
    package struct Pauses: Sendable, Equatable {
        /// nil: nothing can be paused.
        package var file: String?
        /// Between two readings.
        package var reread: Duration = .seconds(2)

        package init() {}
    }

    /// - Parameter folder: that the path is relative to.
    mutating func readPauses(_ mapping: ConfigurationNode, folder: String) throws(ConfigurationError) {
        var node = mapping
        if let path = try node.text("file") { pauses.file = path.hasPrefix("/") ? path : folder + "/" + path }
        pauses.reread = try node.duration("reread", in: .milliseconds(100)...(.seconds(60)), default: pauses.reread)
        try node.finish()
    }
}
