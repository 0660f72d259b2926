/// What a run of the harness is to do.
struct CrashSettings: Sendable {
    let cycles: Int
    /// Records of a cycle.
    let commands: Int
    let seed: UInt64
    let mode: CrashMode
    /// The worker dies at named points of its own code, not by a signal of ours.
    let points: Bool
    /// At most so many a cycle.
    let kills: Int
    /// Stacks that run side by side.
    let parallel: Int
    /// Paths of the programs.
    let rescind: String
    let lab: String
    let folder: String
    /// Of everything on brokers that outlive the run.
    let prefix: String

    /// For a cycle's records to be answered, from the last kill on: a session time-out, a join, and the work.
    static let patience: Duration = .seconds(90)

    /// How many cycles the stack does.
    func share(of stack: Int) -> Int { cycles / parallel + (stack < cycles % parallel ? 1 : 0) }

    /// Kills per cycle where none is left out.
    var chain: ClosedRange<Int> { 1...max(1, kills) }
}
