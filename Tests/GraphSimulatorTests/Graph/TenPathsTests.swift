import NIOHTTP1
import Testing

@testable import GraphSimulator

/// The ten paths of the API page, each as an application, as a work account and as a personal account.
@Suite(.timeLimit(.minutes(1)))
struct TenPathsTests {
    struct Form: Sendable, CustomTestStringConvertible {
        let path: String
        let meeting: LabMeeting
        /// Statuses for an application, Ada and Pia.
        let expected: [Int]

        var testDescription: String { path }
    }

    static let forms: [Form] = [
        Form(path: "me/events", meeting: .review, expected: [400, 202, 202]),
        Form(path: "me/calendar/events", meeting: .budget, expected: [400, 202, 202]),
        Form(path: "me/calendars/{projects}/events", meeting: .roadmap, expected: [400, 202, 202]),
        Form(
            path: "me/calendarGroups/{group}/calendars/{launches}/events", meeting: .launch, expected: [400, 202, 202]
        ),
        Form(path: "users/{id}/events", meeting: .review, expected: [202, 202, 202]),
        Form(path: "users/{id}/calendar/events", meeting: .budget, expected: [202, 202, 202]),
        Form(path: "users/{id}/calendars/{projects}/events", meeting: .roadmap, expected: [202, 202, 202]),
        Form(
            path: "users/{id}/calendarGroups/{group}/calendars/{launches}/events", meeting: .launch,
            expected: [202, 202, 202]
        ),
        Form(path: "groups/{team}/events", meeting: .townhall, expected: [403, 202, 403]),
        Form(path: "groups/{team}/calendar/events", meeting: .planning, expected: [403, 202, 403]),
    ]

    @Test(arguments: forms, [LabWorld.global, LabWorld.usGovL4, LabWorld.usGovL5, LabWorld.china21Vianet])
    func aWorkTenantsPath(form: Form, tenant: LabTenant) async throws {
        let path = [
            "{id}": tenant.mailboxes[0].objectID, "{projects}": tenant.projectsCalendarID,
            "{group}": tenant.programmesGroupID, "{launches}": tenant.launchesCalendarID, "{team}": tenant.groupID,
        ].reduce(form.path) { $0.replacing($1.key, with: $1.value) }
        try await SimulatorHarness.run { harness in
            let id = tenant.eventID(form.meeting)
            for (place, token) in try await [harness.token(tenant), harness.delegatedToken(tenant)].enumerated() {
                let answer = try await harness.cancel("\(path)/\(id)", cloud: tenant.cloud, token: token)
                #expect(answer.status == form.expected[place])
                let state = harness.simulator.eventState(id)
                #expect(state == (answer.status == 202 ? .deleted : .scheduled))
                harness.simulator.reset()
            }
        }
    }

    @Test(arguments: forms)
    func aPersonalAccountsPath(form: Form) async throws {
        let pia = LabWorld.personal
        let path = [
            "{id}": pia.objectID, "{projects}": pia.projectsCalendarID, "{group}": pia.programmesGroupID,
            "{launches}": pia.launchesCalendarID, "{team}": LabWorld.global.groupID,
        ].reduce(form.path) { $0.replacing($1.key, with: $1.value) }
        try await SimulatorHarness.run { harness in
            let id = form.meeting.isOfGroup ? LabWorld.global.eventID(form.meeting) : pia.eventID(form.meeting)
            let answer = try await harness.cancel("\(path)/\(id)", token: harness.personalToken())
            #expect(answer.status == form.expected[2])
            #expect(harness.simulator.eventState(id) == (answer.status == 202 ? .deleted : .scheduled))
        }
    }
}
