import GraphSimulator

@testable import RescindApp

extension CheckFault {
    private static let cloud = "tenants[0] cloud"
    private static let token = "tenants[0] token"
    private static let permission = "tenants[0] permission"
    private static let scope = "tenants[0] mailbox scope"

    static let ofClouds: [CheckFault] = [
        CheckFault("unknown tenant", row: cloud, remedy: "correct id or cloud of tenants[0]") {
            $0.tenant["id"] = "19000000-0000-4000-8000-000000000009"
            $0.account["tenant"] = $0.tenant["id"]
        },
        CheckFault("L5 tenant configured for L4", row: cloud, remedy: "set cloud: usGovL5") {
            $0.move(to: LabWorld.usGovL5, cloud: .usGovL4)
        },
        CheckFault("L4 tenant configured for L5", row: cloud, remedy: "set cloud: usGovL4") {
            $0.move(to: LabWorld.usGovL4, cloud: .usGovL5)
        },
        CheckFault("worldwide tenant configured for a government cloud", row: cloud, remedy: "cloud") {
            $0.move(to: LabWorld.global, cloud: .usGovL4)
        },
        CheckFault("government tenant configured for the worldwide cloud", row: cloud, remedy: "cloud") {
            $0.move(to: LabWorld.usGovL4, cloud: .global)
        },
        CheckFault(
            "cloud that is not served", row: "clouds of the tenants", .warning, remedy: "add the cloud to clouds"
        ) {
            $0.move(to: LabWorld.china21Vianet)
            $0.clouds = [.global]
        },
        CheckFault("no GUID as a tenant", row: "configuration", remedy: "correct tenants[0].id") {
            $0.tenant["id"] = "common"
        },
    ]

    static let ofPermissions: [CheckFault] = [
        CheckFault("unknown application", row: token, remedy: "correct clientId") {
            $0.tenant["clientId"] = "c9000000-0000-4000-8000-000000000009"
        },
        CheckFault("disabled application", row: token, remedy: "let an administrator of the tenant enable it") {
            try $0.changeApplication { $0.isEnabled = false }
        },
        CheckFault("another permission", row: permission, remedy: "Admin consent: http") {
            try $0.changeApplication { $0.roles = ["Calendars.Read"] }
        },
        CheckFault("no permission in the token", row: permission, .notVerified, remedy: "Test-ServicePrincipal") {
            try $0.changeApplication { $0.roles = [] }
        },
        CheckFault("consent withdrawn, and no doubt allowed", row: permission, remedy: "permissionCheck: advisory") {
            $0.tenant["permissionCheck"] = "strict"
            try $0.changeApplication { $0.isConsented = false }
        },
        CheckFault("mailbox that Exchange denies", row: scope, remedy: "Test-ServicePrincipalAuthorization") { scene in
            let mailbox = scene.lab.mailboxes[0].objectID
            try scene.changeApplication { $0.exchange.deniedMailboxes = [mailbox] }
        },
        CheckFault("mailbox outside of the role's scope", row: scope, remedy: "extend the role's scope") { scene in
            let mailbox = scene.lab.mailboxes[1].objectID
            try scene.changeApplication {
                $0.roles = []
                $0.exchange = SimulatedExchangeAccess(roles: ["Calendars.ReadWrite"], mailboxes: [mailbox])
            }
        },
        CheckFault("mailbox that does not exist", row: scope, remedy: "correct probeMailbox") {
            $0.tenant["probeMailbox"] = "nobody@aurora.example"
        },
        CheckFault("no mailbox to probe", row: scope, .notVerified, remedy: "tenants[0].probeMailbox") {
            $0.tenant["probeMailbox"] = nil
        },
    ]

    static let ofEntra: [CheckFault] = [
        CheckFault("token endpoint that throttles", row: token, .notVerified, remedy: "check again in a minute") {
            answer($0, .answer(FaultAnswer(status: 429, code: "temporarily_unavailable", retryAfter: "30")))
        },
        CheckFault("token endpoint that fails", row: token, .notVerified, remedy: "check again in a minute") {
            answer($0, .answer(FaultAnswer(status: 500, code: "server_error")))
        },
        CheckFault("token endpoint that answers HTML", row: token, remedy: "look at the proxy") {
            answer($0, .html(status: 200))
        },
        CheckFault("token endpoint that hangs up", row: token, remedy: "open the way to the cloud's sign-in service") {
            answer($0, .dropBeforeActing)
        },
    ]

    private static func answer(_ scene: CheckScene, _ effect: FaultEffect) {
        scene.graph.addFault(FaultRule(operation: .token, times: nil, effect: effect))
    }
}
