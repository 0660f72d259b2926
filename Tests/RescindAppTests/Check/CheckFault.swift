import Testing

@testable import RescindApp

/// Something wrong with a tenant, an account or their files, and the one row that has to tell it.
struct CheckFault: Sendable, CustomTestStringConvertible {
    let name: String
    let row: String
    let state: CheckState
    /// Part of what the row says is to be done.
    let remedy: String
    let plant: @Sendable (inout CheckScene) throws -> Void

    init(
        _ name: String, row: String, _ state: CheckState = .failed, remedy: String,
        _ plant: @escaping @Sendable (inout CheckScene) throws -> Void
    ) {
        self.name = name
        self.row = row
        self.state = state
        self.remedy = remedy
        self.plant = plant
    }

    var testDescription: String { name }

    static let all = ofSecrets + ofAssertions + ofIdentities + ofClouds + ofPermissions + ofEntra + ofAccounts
}
