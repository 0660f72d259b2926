import Testing

@Suite("The kill switch, between processes", .timeLimit(.minutes(1)))
struct PauseTests {
    /// The landscape's configuration with a file of pauses.
    private func configuration(_ landscape: Landscape, reread: String = "100ms") throws -> String {
        let text = Landscape.text(landscape.bootstrap, landscape.clouds)
        return try landscape.folder.write(
            "paused.yaml", text + "\npauses: { file: pauses.yaml, reread: \(reread) }\n")
    }

    @Test("a worker sees what rescind pause and resume write, and shows it in its log and metrics")
    func wholeWay() async throws {
        try await Landscape.with { landscape in
            let file = try configuration(landscape)
            let pause = ["pause", "--config", file, "--source", Landscape.source, "--reason", "duplicates"]
            let before = try await RunningProcess.run(.rescind, pause)
            #expect(before.status == 0, "\(before.errors)")
            #expect(before.output.first?.hasPrefix("source \(Landscape.source) is paused since ") == true)
            try await RunningProcess.with(.rescind, ["run", "--config", file]) { worker in
                _ = try await worker.line { $0.contains("paused by order") && $0.contains("duplicates") }
                let everything = try await RunningProcess.run(
                    .rescind, ["pause", "-c", file, "--everything", "--reason", "a look"])
                #expect(everything.status == 0)
                _ = try await worker.line { $0.contains("paused by order") && $0.contains("everything") }
                let listed = try await RunningProcess.run(.rescind, ["pause", "-c", file, "--list"])
                #expect(listed.output.count == 3, "\(listed.output)")

                let port = try await worker.managementPort
                let metrics = try await HTTP.get("http://127.0.0.1:\(port)/metrics").body
                #expect(metrics.contains("\nrescind_paused{scope=\"everything\"} 1\n"))
                #expect(metrics.contains("\nrescind_paused{scope=\"source\"} 1\n"))

                try landscape.folder.write("pauses.yaml", "pauses: [{ everything: 5f1e7d }]")
                let alarm = try await worker.line { $0.contains("pauses.file cannot be used") }
                #expect(alarm.contains("pauses[0].everything") && !alarm.contains("5f1e7d"))
                let wrong = try await RunningProcess.run(.rescind, ["resume", "-c", file, "--all"])
                #expect(wrong.status == 78 && wrong.errors.count == 1)
                try landscape.folder.write("pauses.yaml", "pauses: [{ everything: true, reason: a }]")
                _ = try await worker.line { $0.contains("can be used again") }
                let resumed = try await RunningProcess.run(.rescind, ["resume", "-c", file, "--all"])
                #expect(resumed.status == 0)
                _ = try await worker.line { $0.contains("resumed by order") && $0.contains("everything") }
                worker.terminate()
                #expect(try await worker.exit() == 0)
            }
        }
    }

    @Test("a worker does not start with a wrong file of pauses; without one it does")
    func start() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s")
            try folder.write("webhook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            let file = try folder.write(
                "rescind.yaml", Landscape.text("127.0.0.1:1", [:]) + "\npauses: { file: pauses.yaml }\n")
            try folder.write("pauses.yaml", "")
            let ended = try await RunningProcess.run(.rescind, ["run", "-c", file])
            #expect(ended.status == 78 && ended.output.isEmpty)
            #expect(ended.errors.joined().contains("pauses.yaml: pauses: is required"), "\(ended.errors)")
            let checked = try await RunningProcess.run(.rescind, ["check", "--offline", "-c", file])
            #expect(checked.status == 1)
            #expect(checked.output.contains { $0.hasPrefix("failed") && $0.contains("pauses.file") })
        }
    }

    @Test("without pauses.file nothing can be paused; what is not configured is refused")
    func refused() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", "s")
            try folder.write("webhook", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            let text = Landscape.text("127.0.0.1:1", [:])
            let without = try folder.write("without.yaml", text)
            let pause = ["--everything", "--reason", "a"]
            let none = try await RunningProcess.run(.rescind, ["pause", "-c", without] + pause)
            #expect(none.status == 78 && none.errors.joined().contains("pauses.file: is required by this command"))
            let file = try folder.write("with.yaml", text + "\npauses: { file: pauses.yaml }\n")
            let unknown = try await RunningProcess.run(
                .rescind, ["resume", "-c", file, "--tenant", "canary.example"])
            #expect(unknown.status == 64 && unknown.errors.joined().contains("--tenant is not listed under tenants"))
            #expect(!unknown.errors.joined().contains("canary"))
        }
    }
}
