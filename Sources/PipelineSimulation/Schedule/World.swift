import CommandContract

/// What all models of one run share: time, chance, and the trace of what happened.
final class World {
    private(set) var now: Ticks = 0
    var random: SeededRandom
    private var schedule = EventSchedule()
    private(set) var events = 0
    /// FNV-1a over everything noted: two runs of one seed must agree in it.
    private(set) var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private let isTracing: Bool
    private(set) var trace: [String] = []

    /// Civil time at the beginning of every run.
    static let epoch: Int64 = 1_800_000_000_000

    init(seed: UInt64, isTracing: Bool) {
        random = SeededRandom(seed: seed)
        self.isTracing = isTracing
    }

    /// Civil time of the brokers.
    var time: Timestamp { Timestamp(milliseconds: Self.epoch + Int64(now / 1000)) }

    func after(_ delay: Ticks, _ happen: @escaping () -> Void) {
        schedule.add(at: now + max(0, delay), tie: random.next(), happen)
    }

    /// Far more than any run needs: one that goes round in circles without time passing must end too.
    private static let mostEvents = 200_000

    /// - Returns: false when nothing is left to happen by `end`.
    func step(until end: Ticks) -> Bool {
        guard events < Self.mostEvents, let due = schedule.due, due <= end, let (time, happen) = schedule.next() else {
            return false
        }
        now = max(now, time)
        events += 1
        happen()
        return true
    }

    /// What was still to happen holds on to the models, and they to it.
    func end() { schedule = EventSchedule() }

    func note(_ code: StaticString, _ numbers: Int..., text: @autoclosure () -> String = "") {
        mix(UInt64(now))
        code.withUTF8Buffer { for byte in $0 { mix(UInt64(byte)) } }
        for number in numbers { mix(UInt64(truncatingIfNeeded: number)) }
        guard isTracing else { return }
        let detail = text()
        let values = numbers.map(String.init).joined(separator: " ")
        trace.append("\(Self.spell(now)) \(code) \(values)\(detail.isEmpty ? "" : " " + detail)")
    }

    private func mix(_ value: UInt64) { hash = (hash ^ value) &* 0x0000_0100_0000_01B3 }

    static func spell(_ time: Ticks) -> String {
        let fraction = String(time % 1_000_000 / 1000)
        return "\(time / 1_000_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
