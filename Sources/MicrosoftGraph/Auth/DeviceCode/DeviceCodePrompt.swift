/// What a person is shown to sign in with on any device.
package struct DeviceCodePrompt: Hashable, Sendable {
    /// To be typed in; letters, digits and hyphens.
    package let userCode: String
    /// To be opened; `https`, from the authority's answer.
    package let verificationURI: String
    /// For how long the code is good.
    package let lifetime: Duration
}
