/// Model time in microseconds since the beginning of a run.
package typealias Ticks = Int

extension Ticks {
    static func milliseconds(_ count: Int) -> Ticks { count * 1000 }
    static func seconds(_ count: Int) -> Ticks { count * 1_000_000 }
}

extension Duration {
    var ticks: Ticks {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
    }
}
