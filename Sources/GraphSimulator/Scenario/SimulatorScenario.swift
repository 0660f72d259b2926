package import FoundationEssentials

/// A scripted start: what is added to the world, and the faults in force from the first request on.
///
/// Read from YAML (`docs/simulator.md`, "Scenarios"). The entries are those of the control API, in its words.
package struct SimulatorScenario: Sendable {
    /// In the order of `WorldAddition`: a tenant stands before what belongs to it.
    private let additions: [Entry]
    package let faults: [FaultRule]

    private struct Entry: Sendable {
        let kind: WorldAddition
        let place: String
        let members: [String: JSONValue]
    }

    /// - Throws: names the key or the place at fault; never reads halfway.
    package init(yaml: String) throws(ScenarioError) {
        let members = try ScenarioDocument.members(of: yaml)
        do throws(ControlError) {
            let body = try ControlBody(members, allowed: Set(WorldAddition.allCases.map(\.rawValue) + ["faults"]))
            var additions: [Entry] = []
            for kind in WorldAddition.allCases {
                let entries = try body.objects(kind.rawValue) { members throws(ControlError) in members }
                for (index, members) in entries.enumerated() {
                    additions.append(Entry(kind: kind, place: "\(kind.rawValue)[\(index)]", members: members))
                }
            }
            self.additions = additions
            faults = try body.objects("faults") { members throws(ControlError) in try FaultRule(members) }
        } catch {
            throw ScenarioError(message: error.message)
        }
    }

    /// Adds everything to the world.
    package func apply(to world: inout SimulatedWorld, now: Date) throws(ScenarioError) {
        for entry in additions {
            do throws(ControlError) {
                _ = try entry.kind.add(entry.members, to: &world, now: now)
            } catch {
                throw ScenarioError(message: error.within(entry.place).message)
            }
        }
    }
}
