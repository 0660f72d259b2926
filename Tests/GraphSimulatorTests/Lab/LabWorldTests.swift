import FoundationEssentials
import Testing

@testable import GraphSimulator

struct LabWorldTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_123)

    @Test(arguments: LabWorld.tenants)
    func everyDocumentedIdExists(tenant: LabTenant) throws {
        let world = try LabWorld.world(now: now)
        for meeting in LabMeeting.allCases {
            #expect(world.eventState(tenant.eventID(meeting)) == .scheduled)
            #expect(world.eventState(tenant.attendeeCopyID(meeting, 2)) == .scheduled)
        }
        #expect(world.eventState(tenant.occurrenceID(.standup, 5)) == .scheduled)
        #expect(world.eventState(tenant.occurrenceID(.training, 3)) == .scheduled)
        #expect(world.tenant(named: tenant.domain)?.cloud == tenant.cloud)
        for mailbox in tenant.mailboxes {
            #expect(world.mailbox(tenant: tenant.id, named: mailbox.userPrincipalName)?.objectID == mailbox.objectID)
        }
        #expect(tenant.mailboxes.count == 12)
    }

    @Test func onlyTheKickoffHasStarted() throws {
        let world = try LabWorld.world(now: now)
        for meeting in LabMeeting.allCases {
            let event = world.events[try #require(world.eventNumbers[LabWorld.global.eventID(meeting)])]
            #expect((event.start < now) == (meeting == .kickoff))
        }
    }

    @Test func idsDoNotDependOnTheTime() throws {
        let first = try LabWorld.world(now: now)
        let second = try LabWorld.world(now: now.addingTimeInterval(1_000_000))
        #expect(first.events.map(\.id) == second.events.map(\.id))
        #expect(first.mailboxes.mapValues(\.defaultCalendarID) == second.mailboxes.mapValues(\.defaultCalendarID))
    }

    @Test func theTenantOfACloudIsInIt() {
        #expect(SimulatedCloud.allCases.allSatisfy { LabWorld.tenant(in: $0).cloud == $0 })
    }
}
