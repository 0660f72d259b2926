/// Which identity of the simulated machine a service principal is. Every cloud's listener is one machine.
package enum SimulatedManagedIdentity: Sendable, Hashable {
    /// The machine's own; what is asked for without naming one.
    case systemAssigned
    /// Assigned to the machine; named by its client id, its object id or this Azure resource id.
    case userAssigned(resourceID: String)

    /// As the control API names it: `system`, or the resource id.
    var name: String {
        switch self {
        case .systemAssigned: "system"
        case .userAssigned(let resourceID): resourceID
        }
    }
}
