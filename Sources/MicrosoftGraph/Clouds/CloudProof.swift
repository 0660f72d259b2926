/// Whether a tenant's metadata proves the cloud that its configuration names.
package enum CloudProof: Hashable, Sendable {
    case proven
    /// It lives in another known cloud, of this name.
    case elsewhere(String)
    /// The values fit no cloud, or more than one.
    case unproven
}
