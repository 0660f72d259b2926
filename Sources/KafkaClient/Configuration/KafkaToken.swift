/// A bearer token for SASL/OAUTHBEARER (RFC 7628), which cannot be printed.
package struct KafkaToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// As it goes to the broker, often a JWT.
    package let value: String
    /// When it expires, in milliseconds since 1970. librdkafka asks for the next one after four fifths of what is left.
    package let expiresAtMilliseconds: Int64
    /// A name for logs of librdkafka; brokers take the principal from the token itself.
    package let principal: String
    /// SASL extensions, such as `logicalCluster` and `identityPoolId` of Confluent Cloud: names of letters only.
    package let extensions: [String: String]

    package init(
        value: String,
        expiresAtMilliseconds: Int64,
        principal: String,
        extensions: [String: String] = [:]
    ) {
        self.value = value
        self.expiresAtMilliseconds = expiresAtMilliseconds
        self.principal = principal
        self.extensions = extensions
    }

    package var description: String { "KafkaToken(expires at \(expiresAtMilliseconds) ms)" }
    package var debugDescription: String { description }
    /// `dump` and string interpolation of a containing type would otherwise walk into the value.
    package var customMirror: Mirror { Mirror(self, children: [:]) }

    /// Why librdkafka would refuse it, without the value, which librdkafka's own text would quote.
    ///
    /// A control character is checked for because it separates the parts of the message (RFC 7628 §3.1); the line feed
    /// at the end of a file is the common case.
    var fault: String? {
        let isCarried = { (text: String) in text.utf8.allSatisfy { (0x20...0x7e).contains($0) } }
        if value.isEmpty { return "the token is empty" }
        if !isCarried(value) { return "the token has a character beyond printable ASCII, such as a line feed" }
        if principal.isEmpty || principal.utf8.contains(0) { return "the token has no usable principal name" }
        for (name, value) in extensions {
            guard !name.isEmpty, name != "auth", name.utf8.allSatisfy({ Self.isLetter($0) }) else {
                return "a SASL extension's name is reserved or not made of letters"
            }
            if !isCarried(value) { return "the SASL extension \(name) has a character beyond printable ASCII" }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
    }
}
