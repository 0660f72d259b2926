#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A loopback port that is taken and that nobody listens on: every connection to it is refused.
///
/// A port that was merely closed again could be given to another test's server in the meantime.
final class DeafPort {
    let number: Int
    private let descriptor: Int32

    struct NotBound: Error {}

    init() throws {
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        self.descriptor = descriptor
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 ? getsockname(descriptor, generic, &length) : -1
            }
        }
        number = Int(UInt16(bigEndian: address.sin_port))
        guard result == 0 else { throw NotBound() }
    }

    deinit { close(descriptor) }
}
