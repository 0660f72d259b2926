import Testing

@testable import KafkaClient

@Suite("Where a consumer stands in its group", .timeLimit(.minutes(1)))
struct GroupStandingTests {
    private static func statistics(_ state: String, _ join: String) -> String {
        """
        { "name": "x", "brokers": { "a": { "state":"UP" } }, "topics": {}, "cgrp": { "state": "\(state)", "stateage": 30, \
        "join_state": "\(join)", "rebalance_age": 5, "rebalance_cnt": 1, "rebalance_reason": "", "assignment_size": 2 }, \
        "tx":7}
        """
    }

    @Test(
        "is read from the statistics, and from nothing else of them",
        arguments: [
            ("up", "steady", true, true), ("up", "wait-join", true, false), ("query-coord", "init", false, false),
            ("wait-broker-transport", "steady", false, true), ("", "", false, false),
        ]
    )
    func read(state: String, join: String, isUp: Bool, isSteady: Bool) {
        let standing = Self.statistics(state, join).withCString { GroupStanding(statistics: $0) }
        #expect(standing == GroupStanding(isCoordinatorUp: isUp, isSteady: isSteady))
    }

    @Test(
        "a document without a group, or cut off, tells nothing",
        arguments: [
            "", "{}", "{\"cgrp\"", "{\"cgrp\":{\"state\":\"up\"}}", "{\"cgrp\":{\"state\":\"up\",\"join_state\":\"ste",
            "{\"state\":\"up\",\"join_state\":\"steady\"}", "{\"cgrp\":{\"state\":",
        ]
    )
    func nothing(text: String) {
        #expect(text.withCString { GroupStanding(statistics: $0) } == nil)
    }

    @Test("only the time in which the coordinator was there counts, and joining ends it")
    func watch() {
        var watch = JoinWatch()
        let start = ContinuousClock.now
        let joining = GroupStanding(isCoordinatorUp: true, isSteady: false)
        #expect(watch.since == nil && watch.isCoordinatorUp == nil)
        watch.seen(joining, at: start)
        watch.seen(joining, at: start + .seconds(5))
        #expect(watch.since == start)
        watch.seen(GroupStanding(isCoordinatorUp: false, isSteady: false), at: start + .seconds(10))
        #expect(watch.since == nil && watch.isCoordinatorUp == false)
        watch.seen(joining, at: start + .seconds(15))
        #expect(watch.since == start + .seconds(15))
        watch.seen(GroupStanding(isCoordinatorUp: true, isSteady: true), at: start + .seconds(20))
        #expect(watch.since == nil && watch.isCoordinatorUp == true)
    }
}
