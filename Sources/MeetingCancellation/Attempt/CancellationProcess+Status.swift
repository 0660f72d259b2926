extension CancellationProcess {
    /// While it has its turn: an answer of Graph or Entra is awaited.
    package var isAsking: Bool {
        switch phase {
        case .authorizing, .exchanging: true
        case .idle, .intending, .waiting, .settled: false
        }
    }

    /// What it waits for; nil before its first turn and after its end.
    package var waitReason: WaitReason? {
        if let wish { return wish }
        return switch phase {
        case .idle, .settled: nil
        case .authorizing, .exchanging: .answer
        case .intending: .commit
        case .waiting(.read), .waiting(.cancel): .backOff
        // A look-up that failed is tried again like any other exchange.
        case .waiting(.confirmByID), .waiting(.confirmInCalendar): tries == 0 ? .visibility : .backOff
        }
    }
}
