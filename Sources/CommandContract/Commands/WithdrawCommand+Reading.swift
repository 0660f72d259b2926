extension WithdrawCommand {
    /// Reads the `data` of a withdraw whose envelope was accepted.
    /// - Throws: ``FieldFault`` with the first field that breaks its rule.
    init(envelope: CommandEnvelope, data: JSONValue?) throws(FieldFault) {
        var fields = try FieldReader(data, path: "data")
        self.envelope = envelope
        let longest = CommandIdentity.maximumIDLength
        let id = try fields.required("id", FieldRules.identityRule(maximum: longest)) {
            FieldRules.isIdentity($0, maximum: longest)
        }
        withdrawn = try CommandIdentity(source: envelope.identity.source, id: id)
        tenant = try fields.required("tenant", FieldRules.tenantRule, where: FieldRules.isTenant).lowercased()
        target = try MeetingTarget(fields.object("target"))
        try fields.finish()
    }
}
