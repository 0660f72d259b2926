import Foundation
import GraphSimulator

/// Drawn once for all tests: drawing an RSA key is slow.
enum TestCertificates {
    static let good = Result { try certificate(from: -86_400, until: 90 * 86_400) }
    static let successor = Result { try certificate(from: -3600, until: 180 * 86_400) }
    static let expired = Result { try certificate(from: -90 * 86_400, until: -60) }
    static let ending = Result { try certificate(from: -86_400, until: 10 * 86_400) }
    static let cluster = Result { try SimulatedFederatedIssuer(LabTenant.clusterIssuer) }

    private static func certificate(from: Double, until: Double) throws -> SimulatedClientCertificate {
        try SimulatedClientCertificate(
            notValidBefore: Date().addingTimeInterval(from), notValidAfter: Date().addingTimeInterval(until))
    }
}
