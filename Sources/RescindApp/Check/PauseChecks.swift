/// Whether the kill switch would work, and whether somebody has pulled it.
struct PauseChecks {
    let configuration: RescindConfiguration

    var result: CheckResult {
        let check = "pauses.file"
        guard let (file, list) = configuration.pauseFile else {
            return CheckResult(check, .ok, found: "not given: nothing can be paused")
        }
        do throws(ConfigurationError) {
            let entries = try list.entries(in: file.text())
            guard !entries.isEmpty else { return CheckResult(check, .ok, found: "nothing is paused") }
            return CheckResult(
                check, .warning, found: "paused: \(entries.map(\.subject.text).joined(separator: ", "))",
                expected: "nothing paused", remedy: "rescind pause --list tells why; rescind resume ends it"
            )
        } catch {
            return CheckResult(
                check, .failed, found: "\(error)", expected: "a list of pauses, or no such file",
                remedy: "correct it: the worker does not start with it"
            )
        }
    }
}
