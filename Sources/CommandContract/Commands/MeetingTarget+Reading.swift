extension MeetingTarget {
    /// Reads the `target` of a command.
    /// - Throws: ``FieldFault`` with the first field that breaks its rule.
    init(_ reader: FieldReader) throws(FieldFault) {
        var fields = reader
        let user = try fields.string("user", FieldRules.userRule, where: FieldRules.isUser)
        let group = try fields.string("group", FieldRules.guidRule, where: FieldRules.isGUID)
        let account = try fields.string("me", FieldRules.accountRule, where: FieldRules.isAccount)
        try fields.finish()
        switch (user, group, account) {
        case (let user?, nil, nil): self = .user(user.lowercased())
        case (nil, let group?, nil): self = .group(group.lowercased())
        case (nil, nil, let account?): self = .me(account: account)
        default: throw FieldFault(field: "data.target", rule: "must have exactly one of user, group and me")
        }
    }
}
