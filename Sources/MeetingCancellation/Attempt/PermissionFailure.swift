/// Why no token could be had.
package enum PermissionFailure: Error, Sendable, Equatable {
    /// Entra is unreachable, throttles or fails; a later try may work.
    case unavailable(retryAfter: Duration?)
    case credentialInvalid(code: String)
    case consentMissing(code: String)
    /// Entra says that the tenant lives in another cloud.
    case cloudMismatch(code: String)
}
