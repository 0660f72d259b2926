extension EntraErrorClass {
    /// Who must do what, for the administrator; names of settings are those of the worker's configuration.
    package var remedy: String {
        switch self {
        case .tenantUnknown, .tenantInOtherCloud, .graphOfOtherCloud, .resourceRefused, .applicationNotFound,
            .applicationDisabled, .flowNotAllowed, .publicClient, .credentialMissing, .requestRefused,
            .clientNotAuthorized:
            configurationRemedy
        case .secretWrong, .secretExpired, .certificateRefused, .assertionOutOfTime, .assertionRefused,
            .federatedRecordMissing, .federatedTokenRefused, .credentialRefused:
            credentialRemedy
        case .consentMissing: "let an administrator of the tenant consent to the application's permissions"
        case .signInEnded: "the sign-in has ended: let the account sign in again"
        case .interactionRequired:
            "a person must complete a further step, such as a second factor: let the account sign in again"
        case .conditionalAccess:
            "a conditional access policy blocks the sign-in: let the tenant's administrator exempt it, or meet the policy"
        case .userUnusable:
            "the user is missing, disabled, has an expired password or is not assigned to the application: let the "
                + "tenant's administrator restore it"
        case .transient: "check again in a minute"
        case .tenantThrottled: "Entra throttles the tenant: check again in some minutes, and ask for tokens less often"
        case .loopDetected: "Entra saw the same request too often: find who else asks for tokens with this clientId"
        case .unknown: "look the error up in Entra's list of error codes"
        }
    }

    private var configurationRemedy: String {
        switch self {
        case .tenantUnknown: "correct id or cloud: this cloud's sign-in service knows no such tenant"
        case .tenantInOtherCloud: "correct cloud: the tenant lives in another one"
        case .graphOfOtherCloud, .resourceRefused:
            "correct cloud: this sign-in service does not serve the cloud's Graph"
        case .applicationNotFound:
            "correct clientId or cloud, or register the application in this tenant: each cloud has its own registrations"
        case .applicationDisabled: "the application is disabled: let an administrator of the tenant enable it"
        case .flowNotAllowed: "allow the application this way to sign in, in its app registration"
        case .publicClient: "the application is a public client: configure no secret for it"
        case .credentialMissing:
            "the application is a confidential client: configure its secret, or allow public client flows in its app "
                + "registration"
        case .clientNotAuthorized: "correct clientId, or register the application in this tenant"
        default: "correct id, cloud and clientId"
        }
    }

    private var credentialRemedy: String {
        switch self {
        case .secretWrong: "the secret is wrong: write the secret's value, not its id, into clientSecretFile"
        case .secretExpired:
            "the secret has expired: make a new one in the app registration and replace clientSecretFile"
        case .certificateRefused:
            "the certificate is not the registered one, or no longer good: upload it to the app registration"
        case .assertionOutOfTime:
            "set this machine's clock, which must be right to within five minutes; for a federated token see that its "
                + "file is renewed"
        case .federatedRecordMissing:
            "add a federated credential with the token's exact issuer, subject and audience to the app registration; it "
                + "takes some minutes to spread"
        case .federatedTokenRefused:
            "use a token that was issued to a workload, such as a managed identity's: a user's is not taken"
        case .assertionRefused:
            "the assertion was refused: look at the certificate or the federated credential in the app registration"
        default:
            "make a new secret in the app registration and replace clientSecretFile, or register the certificate or the "
                + "federated credential anew"
        }
    }
}
