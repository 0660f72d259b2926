import CommandContract
import CommandPipeline

/// What a run published, by the offset of the record it answers.
struct LeftBehind {
    struct Outcome {
        /// The command's id, if it could be read.
        let subject: String?
        let reason: String
        let message: String
        let bytes: [UInt8]
    }

    private(set) var outcomes: [Int: [Outcome]] = [:]
    private(set) var deadLetters: [Int: [ContractRecord]] = [:]

    init(_ entries: [CommitBatch.Entry]) {
        for entry in entries {
            switch entry.destination {
            // The topic has one partition: nothing is forwarded. The ledger is nobody else's to read.
            case .commands, .ledger: continue
            case .outcomes:
                guard let bytes = entry.record.value, let event = try? JSONReader.read(bytes),
                    let offset = event.text(at: "data", "position", "offset").flatMap({ Int($0) })
                else { continue }
                let outcome = Outcome(
                    subject: event.text(at: "subject"), reason: event.text(at: "data", "reason") ?? "",
                    message: event.text(at: "data", "message") ?? "",
                    bytes: bytes)
                outcomes[offset, default: []].append(outcome)
            case .deadLetters:
                let offset = entry.record.headers.last { $0.name == "rescind-offset" }?.value
                guard let text = offset.map({ String(decoding: $0, as: UTF8.self) }), let number = Int(text) else {
                    continue
                }
                deadLetters[number, default: []].append(entry.record)
            }
        }
    }
}

extension JSONValue {
    /// The string or number at a path of member names.
    fileprivate func text(at path: String...) -> String? {
        var value: JSONValue? = self
        for name in path {
            guard case .object(let object)? = value else { return nil }
            value = object[name]
        }
        switch value {
        case .string(let text), .number(let text): return text
        default: return nil
        }
    }
}
