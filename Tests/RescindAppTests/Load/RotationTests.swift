import GraphSimulator
import MicrosoftGraph
import Synchronization
import Testing

@testable import RescindApp

/// Tokens end at every step, so that the commands of each wait for one that is asked for with what the file holds then.
@Suite("Rotation under load", .timeLimit(.minutes(2)))
struct RotationTests {
    @Test(
        "an application's secret is rotated three times while commands come, and each has its one cancellation",
        arguments: RotatedSecret.allCases)
    func application(kind: RotatedSecret) async throws {
        try await TemporaryFolder.with { folder in
            let mount = try MountedSecret(in: folder, try kind.files(0))
            let file = WatchedFile(mount.file(kind.lastFile))
            var setting = LoadBench.Setting()
            setting.credential = try kind.credential(mount, last: file)
            try await LoadBench.with(setting) { bench in
                let graph = bench.simulator.graph
                let cluster = try TestCertificates.cluster.get()
                try graph.addFederatedIssuer(cluster.issuer, keyPEM: cluster.keyPEM)
                try kind.register([0], at: graph)
                try await bench.flow { flow in
                    let rotation = Rotation(bench: bench, flow: flow, file: file)
                    try await rotation.begin()
                    try await rotation.step("the next is added", [200]) { try kind.register([0, 1], at: graph) }
                    try await rotation.step("the files are swapped", [200]) {
                        file.afterReading { try mount.swap(to: try kind.files(1)) }
                    }
                    try await rotation.step("the old one is removed", [200]) { try kind.register([1], at: graph) }
                    try await rotation.step("swapped and removed at once, with the old one on its way", [401, 200]) {
                        file.afterReading {
                            try mount.swap(to: try kind.files(2))
                            try kind.register([2], at: graph)
                        }
                    }
                    try await rotation.step("half written, then whole", kind.beginningIsSent ? [401, 200] : [200]) {
                        try mount.write(over: try kind.begunFiles(0))
                        file.afterReading {
                            try mount.write(over: try kind.files(0))
                            try kind.register([0], at: graph)
                        }
                    }
                    try await rotation.step("after", [200]) {}
                    flow.expectAllCancelledOnce()
                }
            }
        }
    }

    @Test("a refresh token is renewed by every use and replaced by new sign-ins while commands come")
    func refreshToken() async throws {
        try await TemporaryFolder.with { folder in
            let signIns = try SignInsFile(in: folder)
            var setting = LoadBench.Setting()
            setting.accounts = [try signIns.account()]
            try await LoadBench.with(setting) { bench in
                let graph = bench.simulator.graph
                try await bench.flow { flow in
                    let rotation = Rotation(bench: bench, flow: flow, file: signIns.watched, account: signIns.name)
                    try await rotation.begin()
                    try await rotation.step("renewed by its use", [200]) {
                        // The first use was at the beginning.
                        signIns.watched.afterReading { try #expect(signIns.content() != SignInsFile.first) }
                    }
                    try await rotation.step("a new sign-in, with the old token on its way", [200]) {
                        try signIns.signIn("second-sign-in", at: graph)
                        signIns.watched.afterReading { try signIns.store("second-sign-in") }
                    }
                    try await rotation.step("the new one is used", [200]) {
                        // What the old one gave must not have taken its place.
                        signIns.watched.afterReading { try #expect(signIns.content() == "second-sign-in") }
                    }
                    try await rotation.step("and renewed; the next is half written", [200]) {
                        try signIns.signIn("third-sign-in", at: graph)
                        signIns.watched.afterReading {
                            try #expect(signIns.content() != "second-sign-in")
                            try signIns.write(over: "third-")
                        }
                    }
                    try await rotation.step("then whole", [400, 200]) {
                        signIns.watched.afterReading { try signIns.write(over: "third-sign-in") }
                    }
                    try await rotation.step("after", [200]) {
                        signIns.watched.afterReading { try #expect(signIns.content() != "third-sign-in") }
                    }
                    flow.expectAllCancelledOnce()
                    #expect(FileAccess.of(signIns.path)?.mode == 0o600)
                }
            }
        }
    }
}
