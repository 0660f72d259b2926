package import ArgumentParser
import MicrosoftGraph

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `rescind sign-in`: a person signs an account in, and the worker keeps its refresh token.
package struct SignInCommand: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "sign-in",
        abstract: "Sign an account in by a code that its owner types in on any device.",
        discussion: """
            Shows an address and a code. Whoever opens the address, types the code in and signs in as the account lets the \
            worker act for it until the sign-in is revoked or unused for 90 days. The refresh token goes into the account's \
            refreshTokenFile, mode 0600, in one rename; a running worker goes on with it at its next exchange. Another \
            account's sign-in is not stored. Exit status: 0 stored, 64 no such account, 69 no sign-in came of it, 73 the \
            file cannot be written, 78 wrong configuration.
            """
    )

    @Option(name: .shortAndLong, help: "The configuration file.")
    var config: String

    @Option(name: .shortAndLong, help: "The account's name under accounts.")
    var account: String

    package init() {}

    package func run() async throws {
        let configuration = try ConfigurationFile.load(config, accountsAreSignedIn: false)
        do throws(SignInFailure) {
            let stored = try await SignIn(configuration: configuration, name: account).run { prompt in
                let minutes = prompt.lifetime.components.seconds / 60
                print("open \(prompt.verificationURI) and enter \(prompt.userCode) within \(minutes) minutes")
                // Into a pipe, print keeps what it has until the end, and the code is good for minutes.
                fflush(nil)
            }
            print("\(account) is signed in: \(stored)")
        } catch {
            StandardError.print("rescind: sign-in: \(error)")
            throw ExitCode(error.exitStatus)
        }
    }
}
