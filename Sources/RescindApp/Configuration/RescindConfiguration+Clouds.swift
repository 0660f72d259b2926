import MicrosoftGraph

extension RescindConfiguration {
    /// All four clouds unless some are listed.
    static func clouds(_ root: inout ConfigurationNode) throws(ConfigurationError) -> [NationalCloud] {
        var clouds: [NationalCloud] = []
        for entry in try root.mappings("clouds") {
            let cloud = try cloud(entry)
            if clouds.contains(where: { $0.name == cloud.name }) { throw entry.error("name", "is listed twice") }
            clouds.append(cloud)
        }
        return clouds.isEmpty ? NationalCloud.builtIn : clouds
    }

    private static func cloud(_ entry: ConfigurationNode) throws(ConfigurationError) -> NationalCloud {
        var node = entry
        let name = try node.required("name")
        let graph = try node.text("graph")
        let authority = try node.text("authority")
        guard let known = NationalCloud.named(name) else {
            let cloud = try further(name, graph: graph, authority: authority, &node)
            try node.finish()
            return cloud
        }
        try node.finish()
        do {
            return try known.with(graphRoot: graph ?? known.graphRoot, authority: authority ?? known.authority)
        } catch { throw node.error(error.field == .graphRoot ? "graph" : "authority", error.description) }
    }

    /// A sovereign or an air-gapped cloud: only its operator knows its addresses.
    private static func further(
        _ name: String, graph: String?, authority: String?, _ node: inout ConfigurationNode
    ) throws(ConfigurationError) -> NationalCloud {
        guard isCloudName(name) else {
            throw node.error(
                "name", "must be \(NationalCloud.names), or a further cloud's of 1 to 32 letters and digits")
        }
        guard let graph, let authority else {
            throw node.error(
                "name", "is none of \(NationalCloud.names): a further cloud needs graph and authority")
        }
        let audience = try node.required("federationAudience")
        var mark: CloudMark?
        if let instance = try node.text("instanceName") {
            mark = CloudMark(instanceName: instance, regionSubScopes: [try node.text("regionSubScope")])
        }
        do {
            return try NationalCloud.further(
                name: name, graphRoot: graph, authority: authority, federationAudience: audience, mark: mark
            )
        } catch { throw node.error(error.field == .graphRoot ? "graph" : "authority", error.description) }
    }

    private static func isCloudName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count) && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}

extension NationalCloud {
    /// Of the four, for a message.
    static var names: String { builtIn.map(\.name).joined(separator: ", ") }
}
