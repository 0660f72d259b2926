/// A permission of Microsoft Graph, by its name and by the ids under which Entra lists it, the same in every cloud.
///
/// Source: Microsoft Graph "permissions reference".
package struct GraphPermission: Hashable, Sendable {
    package let name: String
    /// As a delegated permission.
    package let delegatedID: String
    /// As an application permission; nil where there is none.
    package let applicationID: String?

    package static let calendars = GraphPermission(
        name: "Calendars.ReadWrite", delegatedID: "1ec239c2-d7c9-4623-a91a-a9775856bb36",
        applicationID: "ef54d2bf-783f-4e0f-bca1-3210c0444d99"
    )
    package static let sharedCalendars = GraphPermission(
        name: "Calendars.ReadWrite.Shared", delegatedID: "12466101-c9b8-439a-8589-dd09ee67e8e9", applicationID: nil
    )
    package static let groups = GraphPermission(
        name: "Group.ReadWrite.All", delegatedID: "4e46008b-f24c-477d-8fff-7bb4ec7aafe0",
        applicationID: "62a82d76-70ea-41e2-9197-370581804d09"
    )
}
