import HTTPService
import KafkaClient
import ServiceLifecycle

/// The webhook as a service of the process; its producer is closed after the last request was answered.
struct IntakeService: Service {
    let server: IntakeServer
    let producer: RecordProducer

    func run() async throws {
        let result: Result<Void, any Error>
        do {
            try await server.run()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await producer.close()
        try result.get()
    }
}
