/// The product's version, as in CHANGELOG.md.
package enum Version {
    package static let current = "0.1.0"
}
