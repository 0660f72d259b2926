import CommandContract
import Foundation
import GraphSimulator

/// A case as a command, and the meeting it is about in the simulator's world.
struct MatrixCommand: Sendable {
    let item: MatrixCase
    let eventID: String
    let event: JSONObject

    init(_ item: MatrixCase, for worker: MatrixWorker, in graph: GraphSimulator) throws {
        self.item = item
        let place = MatrixPlace(item)
        eventID = try place.addMeeting(to: graph) ?? "AAMkNone\(item.number)"
        event = JSONObject([
            ("specversion", .string("1.0")), ("id", .string(item.id)), ("source", .string(item.rule.source)),
            ("type", .string(CancelCommand.type)),
            ("data", .object(Self.data(item, place, eventID, worker))),
        ])
    }

    private static func data(
        _ item: MatrixCase, _ place: MatrixPlace, _ eventID: String, _ worker: MatrixWorker
    ) -> JSONObject {
        JSONObject([
            ("tenant", .string(place.tenantName)),
            ("cloud", cloud(item, worker.cloud(of: place.tenant)).map { .string($0.rawValue) }),
            ("target", .object(place.target)),
            ("as", item.path.mailbox == .me ? nil : place.account.map { .string($0) }),
            ("calendar", place.calendar),
            ("event", .object(JSONObject([("id", .string(eventID))]))),
            ("extent", item.saysSeries ? .string("series") : nil),
            ("comment", comment(item.comment).map { .string($0) }),
            ("allowStarted", item.saysStarted ? .bool(true) : nil),
            ("dryRun", item.isDryRun ? .bool(true) : nil),
        ])
    }

    private static func cloud(_ item: MatrixCase, _ right: SimulatedCloud) -> SimulatedCloud? {
        switch item.cloud {
        case .leftOut: return nil
        case .right: return right
        case .wrong:
            let others = SimulatedCloud.allCases.filter { $0 != right }
            return others[item.number % others.count]
        }
    }

    private static func comment(_ comment: MatrixCase.Comment) -> String? {
        switch comment {
        case .leftOut: nil
        case .blank: "   "
        case .short: String(repeating: "ä", count: MatrixRule.sourceCommentCharacters)
        case .long: String(repeating: "ä", count: MatrixRule.workerCommentCharacters)
        case .beyondWorker: String(repeating: "ä", count: MatrixRule.workerCommentCharacters + 1)
        }
    }
}
