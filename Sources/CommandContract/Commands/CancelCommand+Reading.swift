extension CancelCommand {
    /// Reads the `data` of a command whose envelope was accepted.
    /// - Throws: ``FieldFault`` with the first field that breaks its rule.
    init(envelope: CommandEnvelope, data: JSONValue?) throws(FieldFault) {
        var fields = try FieldReader(data, path: "data")
        self.envelope = envelope
        tenant = try fields.required("tenant", FieldRules.tenantRule, where: FieldRules.isTenant).lowercased()
        cloud = try fields.string("cloud", "must be a cloud's name", where: FieldRules.isAccount)
        target = try MeetingTarget(fields.object("target"))
        delegate = try fields.string("as", FieldRules.accountRule, where: FieldRules.isAccount)
        if case .me = target, delegate != nil {
            throw FieldFault(
                field: "data.as", rule: "must be left out beside target.me, which names the account itself")
        }
        calendar = try fields.has("calendar") ? Self.calendar(&fields) : .none
        eventID = try Self.event(fields.object("event"))
        extent = try Self.extent(&fields)
        comment = try fields.string("comment", FieldRules.commentRule, where: FieldRules.isComment)
        notBefore = try fields.timestamp("notBefore")
        notAfter = try fields.timestamp("notAfter")
        if let notBefore, let notAfter, notBefore >= notAfter {
            throw FieldFault(field: "data.notBefore", rule: "must be before data.notAfter")
        }
        allowStarted = try fields.flag("allowStarted")
        expectedStart = try fields.timestamp("expectedStart")
        dryRun = try fields.flag("dryRun")
        try fields.finish()
    }

    private static func calendar(_ fields: inout FieldReader) throws(FieldFault) -> CalendarSelector {
        if case .string(let name) = fields.value("calendar") {
            guard name == "default" else {
                throw FieldFault(field: "data.calendar", rule: "must be \"default\" or an object with id")
            }
            return .defaultCalendar
        }
        var calendar = try fields.object("calendar")
        let id = try calendar.required("id", FieldRules.graphIDRule, where: FieldRules.isGraphID)
        let groupID = try calendar.string("groupId", FieldRules.graphIDRule, where: FieldRules.isGraphID)
        try calendar.finish()
        return groupID.map { .calendarInGroup(groupID: $0, id: id) } ?? .calendar(id: id)
    }

    private static func event(_ reader: FieldReader) throws(FieldFault) -> String {
        var fields = reader
        let id = try fields.required("id", FieldRules.graphIDRule, where: FieldRules.isGraphID)
        try fields.finish()
        return id
    }

    private static func extent(_ fields: inout FieldReader) throws(FieldFault) -> CancelExtent {
        guard let name = try fields.string("extent") else { return .event }
        guard let extent = CancelExtent(rawValue: name) else {
            throw FieldFault(field: "data.extent", rule: "must be \"event\" or \"series\"")
        }
        return extent
    }
}
