import Foundation
import MicrosoftGraph
import Testing

@testable import RescindApp

@Suite("Secrets in files")
struct SecretFileTests {
    @Test("white space around a secret is not part of it, inside it is")
    func trimmed() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", " \t\r\n s3cr et~ \r\n\n".utf8)
            #expect(try SecretFile(path: "secret", relativeTo: folder.path).read().reveal() == "s3cr et~")
        }
    }

    @Test("a relative path is found from the configuration's folder, an absolute one as it is")
    func paths() async throws {
        try await TemporaryFolder.with { folder in
            let absolute = try folder.write("secret", "a".utf8)
            #expect(try SecretFile(path: absolute, relativeTo: "/nowhere").read().reveal() == "a")
            #expect(try SecretFile(path: "./secret", relativeTo: folder.path).read().reveal() == "a")
        }
        #expect(SecretFile.folder(of: "/etc/rescind/rescind.yaml") == "/etc/rescind")
        #expect(SecretFile.folder(of: "rescind.yaml") == ".")
        #expect(SecretFile.folder(of: "/rescind.yaml") == "/")
        #expect(SecretFile.folder(of: "config/a.yaml") == "config")
    }

    @Test("a rotated secret is seen at the next read")
    func rotated() async throws {
        try await TemporaryFolder.with { folder in
            let path = try folder.write("secret", "first".utf8)
            let file = SecretFile(path: path, relativeTo: "")
            #expect(try file.read().reveal() == "first")
            try folder.write("secret", "second".utf8)
            #expect(try file.read().reveal() == "second")
            try FileManager.default.removeItem(atPath: path)
            #expect(throws: SecretFile.Fault.unreadable) { try file.read() }
        }
    }

    private static let unusable: [(SecretFile.Fault, [UInt8]?)] = [
        (.unreadable, nil), (.empty, []), (.empty, Array(" \n\t\r\n".utf8)), (.notUTF8, [0xFF, 0xFE, 0x41]),
        (.tooLarge, Array(repeating: 0x41, count: 64 * 1024 + 1)),
    ]

    @Test("what is no secret is told by its kind", arguments: unusable.indices)
    func faults(index: Int) async throws {
        let (fault, bytes) = Self.unusable[index]
        try await TemporaryFolder.with { folder in
            if let bytes { try folder.write("secret", bytes) }
            #expect(throws: fault) { try SecretFile(path: "secret", relativeTo: folder.path).read() }
        }
    }

    @Test("a secret of exactly 64 KiB is read")
    func largest() async throws {
        try await TemporaryFolder.with { folder in
            try folder.write("secret", Array(repeating: 0x41, count: 64 * 1024))
            #expect(try SecretFile(path: "secret", relativeTo: folder.path).read().reveal().count == 64 * 1024)
        }
    }

    @Test("a configuration whose secret cannot be read is refused with the fault's rule", arguments: unusable.indices)
    func refused(index: Int) async throws {
        let (fault, bytes) = Self.unusable[index]
        try await TemporaryFolder.with { folder in
            if let bytes { try folder.write("canary-path", bytes) }
            var text = ConfigurationText()
            text[.tenants] = text[.tenants].replacing(ConfigurationText.secretFile, with: "canary-path # here")
            let error = try #require(throws: ConfigurationError.self) {
                try RescindConfiguration(file: folder.path + "/c.yaml", text: text.text, environment: [:])
            }
            #expect(error.key == "tenants[0].clientSecretFile")
            #expect(error.line == text.markedLine)
            #expect(error.rule == fault.rule)
            #expect(!"\(error)".contains("canary-path"))
        }
    }

    @Test("the fault texts continue the key in a sentence and quote nothing")
    func texts() {
        for fault in [SecretFile.Fault.unreadable, .empty, .tooLarge, .notUTF8] {
            #expect(fault.rule.hasPrefix("names a file "))
        }
    }
}
