import CanarySearch
import CommandContract
import Foundation
import KafkaClient
import Testing

/// Texts gathered from everywhere a process writes, to be searched together at the end, when every canary is known.
struct Sweep {
    private(set) var texts: [String: String] = [:]

    mutating func add(_ place: String, _ lines: [String]) {
        texts[place, default: ""] += lines.joined(separator: "\n") + "\n"
    }

    /// Outcomes without the facts of the meeting, which they exist to tell; of dead letters what was added to the record: key,
    /// value and its own headers are the record's as it came.
    mutating func addTopics(of landscape: Landscape) async throws {
        for record in try await Outcomes.all(from: landscape.bootstrap, partitions: 2) {
            guard let value = record.value, case .object(let event) = try JSONReader.read(value),
                case .object(let data)? = event["data"]
            else { continue }
            let rest =
                Self.members(of: event, without: "data") + [("data", .object(Self.object(data, without: "meeting")))]
            add("outcomes", [String(decoding: JSONWriter.write(.object(JSONObject(rest))), as: UTF8.self)])
        }
        let topic = "meeting.cancel.dead-letters"
        for record in try await Outcomes.all(in: topic, from: landscape.bootstrap, partitions: 2) {
            for header in record.headers where header.name.hasPrefix("rescind-") {
                add("dead letters", ["\(header.name): \(String(decoding: header.value ?? [], as: UTF8.self))"])
            }
        }
    }

    private static func object(_ object: JSONObject, without name: String) -> JSONObject {
        JSONObject(members(of: object, without: name))
    }

    private static func members(of object: JSONObject, without name: String) -> [(String, JSONValue?)] {
        object.members.filter { $0.name != name }.map { ($0.name, $0.value) }
    }

    func expectNothing(of canaries: [Canary]) {
        let search = CanarySearch(canaries)
        for (place, text) in texts {
            #expect(search.leaks(in: text) == [], "\(place)")
            #expect(!text.contains(PlantedCanaries.tokenMark), "\(place) holds a token")
        }
    }
}
