// swift-tools-version: 6.2
import PackageDescription

// One set of rules for every target; `./dev lint` adds what the compiler cannot check (who may import whom).
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409
    .treatAllWarnings(as: .error),
]

let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let collections: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")
let heap: Target.Dependency = .product(name: "HeapModule", package: "swift-collections")
let ordered: Target.Dependency = .product(name: "OrderedCollections", package: "swift-collections")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "rescind",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "rescind", targets: ["rescind"]),
        .executable(name: "rescind-lab", targets: ["rescind-lab"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        // The product, in the order of the data path (docs/architecture.md).
        .systemLibrary(
            name: "CLibrdkafka",
            pkgConfig: "rdkafka",
            providers: [.apt(["librdkafka-dev"]), .brew(["librdkafka"])]
        ),
        .target(name: "KafkaClient", dependencies: ["CLibrdkafka", log, collections], swiftSettings: settings),
        .target(
            name: "CommandContract",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings
        ),
        .target(
            name: "MeetingCancellation", dependencies: ["CommandContract", collections, heap, ordered],
            swiftSettings: settings
        ),
        .target(
            name: "CommandPipeline",
            dependencies: ["MeetingCancellation", "CommandContract", log, collections],
            swiftSettings: settings
        ),
        .target(
            name: "MicrosoftGraph",
            dependencies: [
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: settings
        ),
        .target(
            name: "HTTPService",
            dependencies: [
                "CommandContract",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                hummingbird, log,
            ],
            swiftSettings: settings
        ),
        .target(
            name: "RescindApp",
            dependencies: [
                "CommandPipeline", "MeetingCancellation", "CommandContract", "KafkaClient", "MicrosoftGraph",
                "HTTPService", "Yams", arguments, lifecycle, signals, log,
            ],
            swiftSettings: settings
        ),
        .executableTarget(name: "rescind", dependencies: ["RescindApp", arguments], swiftSettings: settings),

        // The laboratory: never part of the image.
        .target(
            name: "GraphSimulator",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                "Yams", hummingbird, log, collections,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "rescind-lab",
            dependencies: [
                "GraphSimulator", "RescindApp", "CommandPipeline", "CommandContract", "MeetingCancellation",
                "KafkaClient", "MicrosoftGraph", arguments, lifecycle, log,
            ],
            swiftSettings: settings
        ),
        // The worker's machine against models of Kafka and Graph. Its program needs no HTTP library, so that it is built fast.
        .target(
            name: "PipelineSimulation",
            dependencies: ["CommandPipeline", "MeetingCancellation", "CommandContract", collections],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "rescind-seeds", dependencies: ["PipelineSimulation", arguments], swiftSettings: settings),

        // Measurements, in release builds: `./dev bench`.
        .executableTarget(
            name: "LedgerRestore", dependencies: ["CommandPipeline", "MeetingCancellation", "CommandContract"],
            path: "Benchmarks/LedgerRestore", swiftSettings: settings
        ),

        // One test target a product target; ProcessTests run the built binaries. Two of them share the
        // catalogue, and two the search for leaks.
        .target(
            name: "BadInputCatalogue", dependencies: ["CommandContract"], path: "Tests/BadInputCatalogue",
            swiftSettings: settings
        ),
        .target(name: "CanarySearch", path: "Tests/CanarySearch", swiftSettings: settings),
        .testTarget(name: "KafkaClientTests", dependencies: ["KafkaClient", log], swiftSettings: settings),
        .testTarget(
            name: "CommandContractTests",
            dependencies: ["CommandContract", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MeetingCancellationTests",
            dependencies: ["MeetingCancellation", "CommandContract"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "CommandPipelineTests",
            dependencies: ["CommandPipeline", "MeetingCancellation", "CommandContract", log],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PipelineSimulationTests",
            dependencies: ["PipelineSimulation", "CommandPipeline", "MeetingCancellation", "CommandContract"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "GraphSimulatorTests",
            dependencies: [
                "GraphSimulator",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                lifecycle, log,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MicrosoftGraphTests",
            dependencies: [
                "MicrosoftGraph",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "HTTPServiceTests",
            dependencies: [
                "HTTPService", "CommandContract", "BadInputCatalogue", hummingbird,
                .product(name: "HummingbirdTesting", package: "hummingbird"), lifecycle,
                log,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RescindAppTests",
            dependencies: [
                "RescindApp", "HTTPService", "CommandPipeline", "MeetingCancellation", "CommandContract", "KafkaClient",
                "MicrosoftGraph", "GraphSimulator", "BadInputCatalogue", "CanarySearch", arguments, log,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RescindLabTests",
            dependencies: ["rescind-lab", "GraphSimulator", "CommandContract", "KafkaClient", log],
            swiftSettings: settings
        ),
        .testTarget(
            name: "ProcessTests",
            dependencies: [
                "rescind", "rescind-lab", "CommandContract", "KafkaClient", "GraphSimulator", "CanarySearch", log,
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings
        ),
    ]
)
