import CommandContract
import Foundation
import GraphSimulator
import Testing

@Suite("rescind run, between processes", .timeLimit(.minutes(1)))
struct RunTests {
    @Test("a command from one process is cancelled by another; SIGTERM then ends it with 0 within ten seconds")
    func wholeWay() async throws {
        try await Landscape.with { landscape in
            try await RunningProcess.with(.rescind, ["run", "--config", landscape.configuration]) { worker in
                let port = try await worker.managementPort
                let sent = try await RunningProcess.run(
                    .rescind,
                    ["send", "--config", landscape.configuration] + Landscape.command(.review, id: "process-1")
                )
                #expect(sent.status == 0, "\(sent.errors)")
                #expect(sent.output.first?.hasPrefix("process-1 → meeting.cancel.commands[") == true)
                let outcome = try await landscape.outcome(of: "process-1")
                #expect(outcome.contains("\"type\":\"meeting.outcome.cancelled.v1\""))
                #expect(outcome.contains("\"source\":\"/rescind/rescind-process\""))

                let alive = try await HTTP.get("http://127.0.0.1:\(port)/livez")
                #expect(alive == (200, "ok\n"))
                let ready = try await HTTP.get("http://127.0.0.1:\(port)/readyz")
                #expect(ready == (200, "ok\n"))
                let status = try await RunningProcess.run(.rescind, ["status", "--url", "http://127.0.0.1:\(port)/"])
                #expect(status.status == 0, "\(status.output) \(status.errors)")
                #expect(status.output.contains("outcomes since the start: cancelled 1"))
                #expect(status.output.last == "nothing to do")

                let start = ContinuousClock.now
                worker.terminate()
                #expect(try await worker.exit() == 0)
                #expect(start.duration(to: .now) < .seconds(10))
                // Every line of the log is one JSON object, and the last one says that all went well.
                for line in worker.output.lines(.output) { _ = try JSONReader.read(Array(line.utf8)) }
                #expect(worker.output.lines(.output).last?.contains("\"message\":\"stopped\"") == true)
            }
        }
    }

    @Test("a command that Graph puts off is seen by rescind status, and told at the end of a stop")
    func putOff() async throws {
        try await Landscape.with { landscape in
            let graph = try #require(landscape.clouds["global"])
            let fault = try await HTTP.post(
                "\(graph)/_control/faults",
                "{\"operation\":\"cancel\",\"effect\":\"answer\",\"status\":429,\"code\":\"ApplicationThrottled\","
                    + "\"retryAfter\":\"900\"}"
            )
            #expect(fault.status == 201)
            try await RunningProcess.with(.rescind, ["run", "--config", landscape.configuration]) { worker in
                let port = try await worker.managementPort
                let sent = try await RunningProcess.run(
                    .rescind,
                    ["send", "--config", landscape.configuration] + Landscape.command(.budget, id: "process-3")
                )
                #expect(sent.status == 0, "\(sent.errors)")
                while try await !HTTP.get("http://127.0.0.1:\(port)/status").body.contains("\"reason\":\"backOff\"") {}
                let status = try await RunningProcess.run(
                    .rescind, ["status", "--json", "--url", "http://127.0.0.1:\(port)"])
                #expect(status.status == 0, "\(status.errors)")
                #expect(status.output.first?.contains("\"id\":\"process-3\"") == true)
                #expect(status.output.first?.contains(LabWorld.global.mailboxes[0].objectID) == false)
                worker.terminate()
                #expect(try await worker.exit() == 0)
                let line = worker.output.lines(.output).first { $0.contains("\"message\":\"work stopped;") }
                #expect(line?.contains("\"stop.waiting.backOff\":\"1\"") == true, "\(line ?? "no line")")
                #expect(line?.contains("\"wait.reason\":\"backOff\"") == true)
            }
        }
    }

    @Test("a command that is held is taken back by rescind withdraw, and both end as withdrawn")
    func takenBack() async throws {
        try await Landscape.with { landscape in
            try await RunningProcess.with(.rescind, ["run", "--config", landscape.configuration]) { worker in
                let port = try await worker.managementPort
                let inAnHour = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 + 3600) * 1000).rfc3339
                let sent = try await RunningProcess.run(
                    .rescind,
                    ["send", "--config", landscape.configuration, "--not-before", inAnHour]
                        + Landscape.command(.offsite, id: "process-4")
                )
                #expect(sent.status == 0, "\(sent.errors)")
                while try await !HTTP.get("http://127.0.0.1:\(port)/status").body.contains("\"notBefore\"") {}
                let withdrawn = try await RunningProcess.run(
                    .rescind,
                    ["withdraw", "--config", landscape.configuration] + Landscape.withdraw("process-4", id: "process-5")
                )
                #expect(withdrawn.status == 0, "\(withdrawn.errors)")
                for id in ["process-4", "process-5"] {
                    let outcome = try await landscape.outcome(of: id)
                    #expect(outcome.contains("\"type\":\"meeting.outcome.withdrawn.v1\""), "\(outcome)")
                }
            }
        }
    }

    @Test("SIGTERM lets a command in flight end, and its outcome is there")
    func slowCommand() async throws {
        try await Landscape.with { landscape in
            let graph = try #require(landscape.clouds["global"])
            let fault = try await HTTP.post(
                "\(graph)/_control/faults",
                "{\"operation\":\"cancel\",\"effect\":\"delay\",\"delayBeforeMilliseconds\":1500}"
            )
            #expect(fault.status == 201)
            try await RunningProcess.with(.rescind, ["run", "--config", landscape.configuration]) { worker in
                let sent = try await RunningProcess.run(
                    .rescind,
                    ["send", "--config", landscape.configuration] + Landscape.command(.budget, id: "process-2")
                )
                #expect(sent.status == 0, "\(sent.errors)")
                // Each look is an exchange with the simulator.
                while try await !HTTP.get("\(graph)/_control/requests").body.contains("/cancel") {}
                worker.terminate()
                #expect(try await worker.exit() == 0)
            }
            let outcome = try await landscape.outcome(of: "process-2")
            #expect(outcome.contains("\"type\":\"meeting.outcome.cancelled.v1\""))
            let outbox = try await HTTP.get("\(graph)/_control/outbox").body
            #expect(outbox.contains(LabWorld.global.eventID(.budget)))
        }
    }
}
