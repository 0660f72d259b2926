import CommandContract

/// What docs/sources.md and the reasons' own words say of a case, written down as a list of questions in their order,
/// without looking at how the product answers them.
struct AuthorizationOracle {
    let given: AuthorizationCase

    /// nil: allowed.
    var refusal: OutcomeReason? {
        let questions: [(OutcomeReason, Bool)] = [
            (.sourceUnknown, !given.isKnown),
            (.sourceDisabled, !given.isEnabled),
            (.tenantUnknown, tenant == nil),
            (.sourceNotAllowed, !mayReach),
            (.cloudMismatch, given.cloud != nil && given.cloud != tenant?.cloud),
            (.cloudNotServed, !given.served.contains(tenant?.cloud ?? "")),
            (.needsDelegated, given.kind == "me" && account == nil),
            (.pathNotAllowed, given.kind != "me" && isPersonal),
            (.pathNotAllowed, given.kind == "group" && ["calendars", "calendarGroups"].contains(given.calendar)),
            (.needsDelegated, given.kind == "group" && given.delegate == nil),
            (.needsDelegated, given.delegate != nil && account == nil),
            (.pathNotAllowed, !isPathListed),
            (.sourceNotAllowed, given.isSeries && !given.allowsSeries),
            (.sourceNotAllowed, given.mayHaveStarted && !given.allowsStarted),
            (.dryRunOnly, given.isDryRunOnly && !given.isDryRun),
            (.commentRequired, given.needsComment && (given.comment ?? "").allSatisfy { $0 == " " }),
            (.commentTooLong, (given.comment ?? "").count > longestComment),
        ]
        return questions.first { $0.1 }?.0
    }

    private var tenant: AuthorizationCase.Tenant? {
        AuthorizationCase.tenants.first { [$0.name, $0.id].contains(given.tenant.lowercased()) }
    }

    private var isPersonal: Bool { tenant?.id == AuthorizationCase.personal.id }

    /// Whom the command names, of its own tenant.
    private var account: AuthorizationCase.Account? {
        let name = given.kind == "me" ? given.mailbox : given.delegate
        return AuthorizationCase.accounts.first { $0.name == name && $0.tenant == tenant?.id }
    }

    private var mayReach: Bool {
        guard let tenant, given.allowedTenants.contains(tenant.id) else { return false }
        guard let mailbox = given.kind == "me" ? account?.mailbox : given.mailbox.lowercased() else { return true }
        return given.patterns.contains { pattern in
            let parts = pattern.lowercased().split(separator: "@", omittingEmptySubsequences: false)
            if pattern == "*" { return true }
            if parts.count == 2, parts[0] == "*" { return mailbox.split(separator: "@").dropFirst() == parts[1...] }
            return pattern.lowercased() == mailbox
        }
    }

    private var isPathListed: Bool {
        let kind = ["user": "users", "group": "groups", "me": "me"][given.kind] ?? ""
        return given.paths.contains(kind) || given.paths.contains("\(kind)/\(given.calendar)")
    }

    private var longestComment: Int {
        min(given.commentCharacters ?? .max, AuthorizationCase.workerCommentCharacters)
    }
}
