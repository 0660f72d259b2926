/// How many new commands of a source are let through, each of them counted in one worker; nil lets all through.
package struct RateCaps: Hashable, Sendable {
    package var perMinute: Int?
    package var perDay: Int?

    package init(perMinute: Int? = nil, perDay: Int? = nil) {
        self.perMinute = perMinute
        self.perDay = perDay
    }
}
