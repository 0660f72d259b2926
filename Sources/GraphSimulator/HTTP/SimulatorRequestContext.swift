import Hummingbird
import NIOCore

/// Hummingbird's context with the connection, which a fault may have to close.
struct SimulatorRequestContext: RequestContext {
    typealias Source = ApplicationRequestContextSource

    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}
