import GraphSimulator
import Testing

@testable import RescindApp

/// From the file to the report, against mock brokers and the simulator.
@Suite("rescind check finds what is wrong", .timeLimit(.minutes(2)))
struct PlantedFaultsTests {
    @Test("a planted fault has its row, with what is to be done, and no secret or address", arguments: CheckFault.all)
    func planted(fault: CheckFault) async throws {
        try await Laboratory.with { laboratory in
            var scene = CheckScene(laboratory)
            try fault.plant(&scene)
            let report = try await scene.report()
            let rows = report.results.filter { $0.check == fault.row }
            #expect(rows.count == 1, "\(report.text)")
            let row = try #require(rows.first)
            #expect(row.state == fault.state, "\(row)")
            #expect(row.remedy.contains(fault.remedy), "\(row)")
            #expect(report.exitStatus != 0 || fault.state != .failed)
            Self.expectNothingSecret(in: report, of: scene)
        }
    }

    @Test("without a fault the same rows are in order", arguments: SoundCredential.allCases)
    func sound(credential: SoundCredential) async throws {
        try await Laboratory.with { laboratory in
            var scene = CheckScene(laboratory)
            switch credential {
            case .clientSecret: break
            case .certificate: try scene.useCertificate(try TestCertificates.good.get())
            case .federatedToken: try scene.useFederatedToken()
            case .managedIdentity: scene.useManagedIdentity()
            }
            let report = try await scene.report()
            let about = ["configuration", "clouds of", "secret ", "tenants[0]", "accounts[0]"]
            let rows = report.results.filter { row in about.contains { row.check.hasPrefix($0) } }
            #expect(rows.count >= 9)
            #expect(rows.allSatisfy { $0.state == .ok && $0.remedy.isEmpty }, "\(report.text)")
            #expect(report.exitStatus == 0)
            Self.expectNothingSecret(in: report, of: scene)
        }
    }

    @Test("the faults have names of their own and there are enough of them")
    func table() {
        #expect(CheckFault.all.count >= 20)
        #expect(Set(CheckFault.all.map(\.name)).count == CheckFault.all.count)
        #expect(CheckFault.all.allSatisfy { !$0.remedy.isEmpty })
    }

    enum SoundCredential: CaseIterable {
        case clientSecret, certificate, federatedToken, managedIdentity
    }

    private static func expectNothingSecret(in report: CheckReport, of scene: CheckScene) {
        let shown = report.text + report.json
        let secrets = scene.files.values.map(\.text).filter { !$0.isEmpty }
        let addresses = scene.lab.mailboxes.flatMap { [$0.userPrincipalName, $0.objectID] } + ["nobody@"]
        for text in secrets + addresses + ["eyJ", "PRIVATE KEY-"] {
            #expect(!shown.contains(text), "\(shown)")
        }
    }
}
