/// The intake port cannot be opened.
package struct IntakePortError: Error, CustomStringConvertible {
    package let host: String
    package let port: Int
    /// What the system said, such as "Address already in use".
    package let reason: String

    package var description: String {
        "the intake port \(host):\(port) cannot be opened (\(reason)); free it or change intake.port"
    }
}
