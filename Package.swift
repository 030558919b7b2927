// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    // Not by a flag on the command line, which would rebuild everything whenever it came or went.
    .treatAllWarnings(as: .error),
    // A newer SDK may deprecate what an older one still needs.
    .treatWarning("DeprecatedDeclaration", as: .warning),
]

/// Links the release binary with no shared library at all, libyaml, libcrypto and glibc included.
///
/// Such a binary starts in 2.3 ms less CPU than one with only the Swift runtime linked in, most of it the dynamic
/// loader's relocations, and runs on any Linux of its architecture. What it may not do is look up users or hosts,
/// for which glibc would load its own plug-ins at run time. lld, because gold prints glibc's warning about that on
/// every link. The two Foundation libraries are named since ArgumentParser is compiled against the dynamic
/// FoundationEssentials, which does not name them.
let staticRelease: [LinkerSetting] = [
    .unsafeFlags(
        ["-static-executable", "-use-ld=lld", "-l_FoundationCShims", "-l_FoundationCollections"],
        .when(platforms: [.linux], configuration: .release))
]

let package = Package(
    name: "nagaya",
    products: [
        .executable(name: "nagaya", targets: ["nagaya"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CLibYAML", path: "Sources/CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(
            name: "CLibCrypto", path: "Sources/CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Files of the source tree as bytes. A C target for the sake of #embed, see embedded.c.
        .target(name: "CEmbedded", path: "Sources/CEmbedded"),
        .target(name: "Spec", dependencies: ["CLibYAML"], swiftSettings: settings),
        .target(name: "Checks", dependencies: ["Spec"], swiftSettings: settings),
        .target(
            name: "Compiler", dependencies: ["Spec", "Checks", "CEmbedded", "CLibCrypto"], exclude: ["Scripts"],
            swiftSettings: settings),
        .executableTarget(
            name: "nagaya",
            dependencies: [
                "Spec", "Checks", "Compiler", "CEmbedded",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            path: "Sources/CommandLine", exclude: ["Resources"], swiftSettings: settings,
            linkerSettings: staticRelease),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "SpecTests", dependencies: ["Spec", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "ChecksTests", dependencies: ["Checks", "Spec", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "CompilerTests", dependencies: ["Compiler", "Spec", "TestSupport"], exclude: ["Fixtures", "Goldens"],
            swiftSettings: settings),
        .testTarget(name: "CommandLineTests", dependencies: ["nagaya", "TestSupport"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
