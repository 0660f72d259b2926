import MicrosoftGraph
import Testing

@Suite struct ClientRequestIDTests {
    @Test("an id is a version 8 UUID and always the same for the same cause")
    func shape() {
        let id = ClientRequestID.derive(source: Array("/hr".utf8), id: Array("42".utf8), attempt: 1)
        #expect(id == .derive(source: Array("/hr".utf8), id: Array("42".utf8), attempt: 1, exchange: 0))
        #expect(ClientRequestID(id.value) == id)
        let characters = Array(id.value)
        #expect(characters[14] == "8")
        #expect("89ab".contains(characters[19]))
        #expect("\(id)" == id.value)
    }

    @Test("the derivation is fixed: ids in old logs must stay findable")
    func vector() {
        let id = ClientRequestID.derive(source: Array("/hr".utf8), id: Array("42".utf8), attempt: 1)
        #expect(id.value == "b7f0a598-f9c7-873b-a820-a6cd464762f6")
        #expect(id.page(1).value == "bc50edd2-21da-8ba4-bade-129cfb0dc007")
        #expect(id.page(0) == id)
    }

    @Test("every input tells ids apart, and bytes do not run together across inputs")
    func distinct() {
        let ids: [ClientRequestID] = [
            .derive(source: [1], id: [2], attempt: 1), .derive(source: [1], id: [2], attempt: 2),
            .derive(source: [1], id: [2], attempt: 1, exchange: 1), .derive(source: [2], id: [1], attempt: 1),
            .derive(source: [1, 2], id: [], attempt: 1), .derive(source: [], id: [1, 2], attempt: 1),
            .derive(source: [], id: [], attempt: 1),
        ]
        #expect(Set(ids).count == ids.count)
    }

    @Test("a text that is no UUID is refused", arguments: ["", "x", "5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d1\n"])
    func refused(text: String) {
        #expect(ClientRequestID(text) == nil)
    }

    @Test("a UUID is taken in lower case")
    func lowercased() {
        #expect(
            ClientRequestID("5F0C1A52-7A3E-4F4E-9A46-2F3F0F5B7D11")?.value == "5f0c1a52-7a3e-4f4e-9a46-2f3f0f5b7d11")
    }
}
