import CanarySearch
import Foundation

/// Every text planted in a run that may not come out of it. Those drawn in the run, such as keys, are added there.
enum PlantedCanaries {
    static let clientSecret = Canary("client secret", "cAnArY~sEcReT.7Qz-p")
    static let refusedSecret = Canary("refused client secret", "cAnArY~wRoNg.8Kd-t")
    static let accountSecret = Canary("client secret of an account", "cAnArY~aCcOuNt.3Jf-r")
    static let refreshToken = Canary("refresh token", "canary-refresh-0.AXoAq71x")
    static let kafkaPassword = Canary("Kafka password", "canary-kafka+p4ss/word")
    static let webhookSecret = Canary(
        "webhook secret", Data("canary webhook secret 32 bytes!!".utf8).base64EncodedString())
    static let bearer = Canary("bearer token at the intake", "canary-bearer-eW91ciB0b2tlbg")
    static let query = Canary("query at the intake", "canary-query-51bd7")

    static let organizer = Canary("organizer's address", "canary.organizer.4471@secrecy.example")
    static let attendee = Canary("attendee's address", "canary.attendee.5582@secrecy.example")
    static let account = Canary("account's address", "canary.account.6693@secrecy.example")
    static let probe = Canary("probed mailbox", "canary.probe.7704@secrecy.example")
    static let refused = Canary("mailbox of a refused command", "canary.refused.8815@secrecy.example")

    static let comment = Canary("comment", "canary comment: all hands & more")
    static let subject = Canary("meeting's subject", "canary subject: merger with Contoso")
    static let stem = Canary("event id", "CanaryEvent77_x-")
    static let calendar = Canary("calendar id", "AAMkCanaryCalendar66_y-AAA=")
    static let unknownValue = Canary("value of an unknown field", "canary value 99 of nothing known")
    static let brokenValue = Canary("value that breaks a rule", "canary value 55 of a known field")
    static let bytes = Canary("bytes of an undecodable record", "canary bytes {[(: not JSON")
    static let header = Canary("header of a record", "canary-header-value-2210")
    static let key = Canary("key of a record", "canary-record-key-3321")
    static let graphMessage = Canary("Graph's message", "canary message: mailbox of Zoe")
    static let entraDescription = Canary("Entra's description", "canary description: user Zoe")

    static let fixed = [
        clientSecret, refusedSecret, accountSecret, refreshToken, kafkaPassword, webhookSecret, bearer, query,
        organizer,
        attendee, account, probe, refused, comment, subject, stem, calendar, unknownValue, brokenValue, bytes, header,
        key, graphMessage, entraDescription,
    ]

    /// What every JWT begins with, whoever issued it: its header is a JSON object. Too short for a canary.
    static let tokenMark = "eyJ"
}
