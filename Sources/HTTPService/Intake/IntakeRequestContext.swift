import Hummingbird
import NIOCore

/// A request's surroundings, with its connection: the intake cuts senders that do not come to an end.
struct IntakeRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}
