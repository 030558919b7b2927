// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
    name: "nagaya",
    products: [
        .executable(name: "nagaya", targets: ["nagaya"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .systemLibrary(
            name: "CLibYAML", path: "Sources/CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CLibCrypto", path: "Sources/CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "Spec", dependencies: ["CLibYAML"], swiftSettings: settings),
        .target(name: "Checks", dependencies: ["Spec"], swiftSettings: settings),
        .target(
            name: "Compiler", dependencies: ["Spec", "Checks", "CLibCrypto"],
            swiftSettings: settings),
        .executableTarget(
            name: "nagaya",
            dependencies: [
                "Spec", "Checks", "Compiler",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
            ],
            path: "Sources/CommandLine", swiftSettings: settings),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "SpecTests", dependencies: ["Spec", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ChecksTests", dependencies: ["Checks", "Spec", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "CompilerTests", dependencies: ["Compiler", "Spec", "TestSupport"],
            swiftSettings: settings),
        .testTarget(name: "CommandLineTests", dependencies: ["nagaya", "TestSupport"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
