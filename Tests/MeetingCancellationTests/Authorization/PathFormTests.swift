import CommandContract
import MeetingCancellation
import Testing

@Suite("Path forms")
struct PathFormTests {
    private static let targets: [(MeetingTarget, String)] = [
        (.me(account: "robot"), "me"), (.user("ada@contoso.example"), "users"), (.group("g"), "groups"),
    ]
    private static let calendars: [(CalendarSelector, String)] = [
        (.none, "events"), (.defaultCalendar, "calendar"), (.calendar(id: "c"), "calendars"),
        (.calendarInGroup(groupID: "g", id: "c"), "calendarGroups"),
    ]

    @Test("ten of the twelve pairs are forms: a group has two")
    func forms() {
        var forms: [PathForm] = []
        for (target, kind) in Self.targets {
            for (calendar, form) in Self.calendars {
                guard let found = PathForm(target, calendar) else {
                    #expect(kind == "groups" && form.hasPrefix("calendar") && form != "calendar")
                    continue
                }
                #expect(found.rawValue == "\(kind)/\(form)")
                forms.append(found)
            }
        }
        #expect(forms.count == 10 && Set(forms) == PathForm.all)
    }

    @Test(
        "a name is one form, or a kind for all of its forms",
        arguments: [
            ("me/events", 1), ("users/calendarGroups", 1), ("me", 4), ("users", 4), ("groups", 2), ("", nil),
            ("ME", nil),
            ("me/", nil), ("/events", nil), ("events", nil), ("groups/calendars", nil), ("user", nil), ("*", nil),
        ] as [(String, Int?)]
    )
    func names(text: String, count: Int?) { #expect(PathForm.named(text)?.count == count) }
}
