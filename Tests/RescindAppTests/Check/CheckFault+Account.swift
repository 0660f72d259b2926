import GraphSimulator

@testable import RescindApp

extension CheckFault {
    private static let token = "accounts[0] token"
    private static let permission = "accounts[0] permission"

    static let ofAccounts: [CheckFault] = [
        CheckFault("sign-in that has ended", row: token, remedy: "rescind sign-in") {
            $0.files["sign-in"]?.text = "never-issued"
        },
        CheckFault("account without consent", row: token, remedy: "consent to the application") {
            try $0.changeApplication { $0.isConsented = false }
        },
        CheckFault("wrong secret of the account's application", row: token, remedy: "the secret is wrong") {
            $0.files["account-secret"]?.text = "another-secret"
        },
        CheckFault("another mailbox's sign-in", row: permission, remedy: "correct mailbox") {
            $0.account["mailbox"] = $0.lab.mailboxes[1].userPrincipalName
        },
        CheckFault("sign-in that reads alone", row: permission, remedy: "Permission: Calendars.ReadWrite (delegated") {
            scene in
            let lab = scene.lab
            try scene.changeApplication {
                $0.delegatedAccounts = [
                    .init(
                        user: lab.mailboxes[0].userPrincipalName, scopes: ["Calendars.Read"],
                        refreshToken: lab.refreshToken)
                ]
            }
        },
        CheckFault("sign-in of a delegate", row: permission, .warning, remedy: "only acts in calendars shared") {
            scene in
            let lab = scene.lab
            try scene.changeApplication {
                $0.delegatedAccounts = [
                    .init(
                        user: lab.mailboxes[0].userPrincipalName, scopes: ["Calendars.ReadWrite.Shared"],
                        refreshToken: lab.refreshToken)
                ]
            }
        },
        CheckFault("sign-in anybody may read", row: secret("accounts[0].refreshTokenFile"), remedy: "chmod 0600") {
            $0.files["sign-in"]?.mode = 0o644
        },
        CheckFault("sign-in its group may read", row: "configuration", remedy: "correct accounts[0].refreshTokenFile") {
            $0.files["sign-in"]?.mode = 0o640
        },
    ]
}
