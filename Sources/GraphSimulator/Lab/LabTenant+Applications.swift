extension LabTenant {
    /// The application with all its credentials but a certificate, which has to be drawn.
    package var application: SimulatedApplication {
        var application = SimulatedApplication(
            clientID: clientID, servicePrincipalID: servicePrincipalID, secret: clientSecret, roles: roles,
            delegatedAccounts: [
                .init(user: userPrincipalName("ada"), scopes: roles, refreshToken: refreshToken),
                .init(user: userPrincipalName("dina"), scopes: delegateScopes, refreshToken: delegateRefreshToken),
            ]
        )
        application.allowsPublicFlows = true
        application.federatedCredentials = [
            .init(issuer: Self.clusterIssuer, subject: Self.clusterSubject, audience: cloud.federationAudience),
            .init(
                issuer: cloud.federationIssuer(tenant: id), subject: assignedIdentityObjectID,
                audience: cloud.federationAudience
            ),
        ]
        return application
    }

    /// The identities of the machine that the cloud's listener is.
    var managedIdentities: [SimulatedApplication] {
        var machine = SimulatedApplication(
            clientID: machineIdentityID, servicePrincipalID: machineIdentityObjectID, secret: nil, roles: roles,
            tokenLifetime: 86_399
        )
        machine.managedIdentity = .systemAssigned
        var assigned = SimulatedApplication(
            clientID: assignedIdentityID, servicePrincipalID: assignedIdentityObjectID, secret: nil, roles: roles,
            tokenLifetime: 86_399
        )
        assigned.managedIdentity = .userAssigned(resourceID: assignedIdentityResourceID)
        return [machine, assigned]
    }
}
