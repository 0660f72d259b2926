import FoundationEssentials

/// The control API's part about sign-ins and revoked tokens.
extension SimulatorState {
    private enum SignInDecision: String, CaseIterable {
        case approve, decline, expire
    }

    mutating func decideSignIn(_ members: [String: JSONValue]) throws(ControlError) {
        let body = try ControlBody(members, allowed: ["userCode", "decision", "user", "scopes"])
        let userCode = try body.required("userCode")
        guard let choice = try body.choice("decision", SignInDecision.self) else {
            throw .fieldInvalid("decision", "is required")
        }
        let decision: DeviceSignIn.Decision
        switch choice {
        case .approve:
            let scopes = body.present("scopes") == nil ? nil : try body.strings("scopes")
            decision = .approve(user: try body.required("user"), scopes: scopes)
        case .decline: decision = .decline
        case .expire: decision = .expire
        }
        do throws(WorldError) {
            try decideSignIn(userCode: userCode, decision)
        } catch {
            throw .world(error)
        }
    }

    mutating func revoke(_ members: [String: JSONValue], now: Date) throws(ControlError) {
        let body = try ControlBody(members, allowed: ["tenant", "application", "user", "repeats", "form"])
        let revocation = SimulatedRevocation(
            tenant: try body.required("tenant"), application: try body.string("application"),
            user: try body.string("user"),
            repeats: body.isNull("repeats") ? nil : try body.integer("repeats", in: 0...1_000_000) ?? 0,
            form: try body.choice("form", ChallengeForm.self) ?? .single
        )
        do throws(WorldError) {
            try revoke(revocation, now: now)
        } catch {
            throw .world(error)
        }
    }
}

extension DeviceSignIn {
    /// The sign-in as `GET /_control/devicecodes` tells it.
    var json: JSONValue {
        [
            "userCode": .string(userCode),
            "application": .string(application),
            "scopes": .array(scopes.map(JSONValue.string)),
            "state": .string(state.rawValue),
            "expires": .string(GraphTime.timestamp(expiresAt)),
            "interval": .integer(interval),
        ]
    }
}
