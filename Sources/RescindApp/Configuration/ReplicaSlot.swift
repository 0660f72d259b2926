#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// `kafka.slot`: a number, or the word that takes it from the host name, which ends in a pod's ordinal under a StatefulSet.
package enum ReplicaSlot {
    enum Fault: Error {
        case notANumber
        case notInHostName

        /// What a ``ConfigurationError`` says of it.
        var rule: String {
            switch self {
            case .notANumber: "must be a whole number from 0 to 9999, or \(ReplicaSlot.fromHostName)"
            case .notInHostName:
                "is \(ReplicaSlot.fromHostName), but this host's name does not end in - and a number from 0 to 9999, as a "
                    + "StatefulSet's pods do; give the number itself"
            }
        }
    }

    private static let fromHostName = "hostname"
    private static let range = 0...9999

    static func number(_ text: String, hostName: () -> String?) throws(Fault) -> Int {
        if text == fromHostName {
            guard let number = hostName().flatMap(ordinal) else { throw .notInHostName }
            return number
        }
        guard let number = Int(text), range.contains(number) else { throw .notANumber }
        return number
    }

    /// What stands behind the last hyphen of the first label.
    private static func ordinal(_ hostName: String) -> Int? {
        let label = hostName.prefix { $0 != "." }
        guard let hyphen = label.lastIndex(of: "-") else { return nil }
        let digits = label[label.index(after: hyphen)...]
        guard !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int(digits).flatMap { range.contains($0) ? $0 : nil }
    }

    /// What the operating system calls this machine; a pod's own name in most containers.
    package static func machineName() -> String? {
        var name = [CChar](repeating: 0, count: 256)
        // The last byte stays 0, whatever is cut off.
        guard gethostname(&name, name.count - 1) == 0 else { return nil }
        return name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }
}
