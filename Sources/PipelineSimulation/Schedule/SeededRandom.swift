/// SplitMix64 (Steele, Lea and Flood, 2014): the same seed draws the same numbers on every machine.
package struct SeededRandom: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Nearly uniform: the bias of the remainder is below 2⁻³² for the small ranges that are drawn here.
    package mutating func int(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(truncatingIfNeeded: (next() >> 1) % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// - Parameter percent: how often the answer is true.
    package mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }

    package mutating func pick<Element>(_ elements: [Element]) -> Element { elements[int(0...elements.count - 1)] }
}
