import FoundationEssentials
import Testing

@testable import GraphSimulator

struct JSONValueTests {
    @Test func whatIsWrittenIsReadBack() throws {
        let value: JSONValue = [
            "text": "quote \" backslash \\ newline \n bell \u{7} é 🗓", "list": [1, -2, .number(1.5), true, .null],
            "empty": [:],
        ]
        #expect(JSONValue(parsing: value.serialized) == value)
        let object: JSONValue = ["b": 1, "a": "x\ny"]
        #expect(String(decoding: object.serialized, as: UTF8.self) == #"{"a":"x\u000ay","b":1}"#)
    }

    @Test(arguments: [
        ("2026-11-23T09:00:00Z", 1_795_424_400.0), ("2026-11-23T09:00:00", 1_795_424_400),
        ("2026-11-23T09:00:00.0000000", 1_795_424_400), ("2026-11-23T10:00:00+01:00", 1_795_424_400),
        ("2026-11-23T09:00:00.500Z", 1_795_424_400), ("2026-11-23", 1_795_392_000),
    ])
    func datesAreReadInAllSpellings(text: String, seconds: Double) {
        #expect(GraphTime.parse(text) == Date(timeIntervalSince1970: seconds))
    }

    @Test(arguments: ["", "now", "2026-13-01T00:00:00Z", "09:00:00Z"])
    func whatIsNoDateIsNotRead(text: String) {
        #expect(GraphTime.parse(text) == nil)
    }
}
