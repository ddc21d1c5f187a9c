// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is Swift 6, names its imports' visibility, and spells `any`. In CI a warning
/// is an error.
let common: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)])

/// The modules that parse what a peer sent have no unsafe construct that is not marked as one.
let safe = common + [.strictMemorySafety()]

/// What the fuzzed functions parse with; `swift test` plays the seeds back, `make fuzz` builds the same functions as an
/// executable for libFuzzer, which nobody else is to wait for.
let fuzzed: [Target.Dependency] = [
  "Check", "Client", "CommandLine", "Editor", "HTTP", "HTTP2", "JSON", "Platform", "Prompt",
  "Streams", "Text", "Transcript", "Transfer", "Upgrade", "WebSocket",
]
let fuzzing: Target =
  Context.environment["UPSHIFT_FUZZ"] == nil
  ? .testTarget(
    name: "FuzzTests", dependencies: fuzzed, exclude: ["Driver", "Corpus", "fuzz.py"],
    swiftSettings: common)
  : .executableTarget(
    name: "fuzz", dependencies: fuzzed, path: "Tests/FuzzTests",
    exclude: ["Replay", "Corpus", "fuzz.py"], swiftSettings: common)

let package = Package(
  name: "upshift",
  platforms: [.macOS(.v14)],
  products: [
    .executable(name: "upshift", targets: ["upshift"]),
    // The engine, for programs that have a transport of their own.
    .library(name: "HTTP", targets: ["HTTP"]),
    .library(name: "Upgrade", targets: ["Upgrade"]),
    .library(name: "WebSocket", targets: ["WebSocket"]),
  ],
  targets: [
    .target(name: "CLibcrypto", linkerSettings: [.linkedLibrary("crypto")]),
    .target(
      name: "CLibcurl",
      linkerSettings: [.linkedLibrary("curl"), .linkedLibrary("ssl"), .linkedLibrary("crypto")]),
    .target(name: "CNghttp2", linkerSettings: [.linkedLibrary("nghttp2")]),
    .target(name: "CSystem"),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),
    .target(name: "Platform", swiftSettings: common),
    .target(name: "Streams", dependencies: ["CSystem", "Platform"], swiftSettings: common),
    .target(name: "Text", dependencies: ["Platform"], swiftSettings: common),

    .target(name: "Editor", swiftSettings: common),
    .target(name: "HTTP", swiftSettings: safe),
    .target(name: "HTTP2", dependencies: ["CNghttp2", "HTTP"], swiftSettings: safe),
    .target(name: "Upgrade", dependencies: ["HTTP"], swiftSettings: safe),
    .target(
      name: "WebSocket", dependencies: ["CLibcrypto", "CZlib", "HTTP"], swiftSettings: safe),
    .target(
      name: "Transfer",
      dependencies: ["CLibcurl", "CSystem", "HTTP", "Platform", "Streams", "Text"],
      swiftSettings: common),
    .target(
      name: "Client",
      dependencies: [
        "CLibcrypto", "CSystem", "HTTP", "HTTP2", "Platform", "Transfer", "Upgrade", "WebSocket",
      ],
      swiftSettings: common),
    .target(
      name: "Explain",
      dependencies: ["Client", "HTTP", "Text", "Transfer", "Upgrade", "WebSocket"],
      swiftSettings: common),
    .target(
      name: "CommandLine",
      dependencies: [
        "CSystem", "Check", "Client", "Explain", "HTTP", "JSON", "Jq", "Platform", "Prompt",
        "Streams",
        "Text",
        "Transcript",
        "Transfer", "Upgrade", "WebSocket",
      ],
      swiftSettings: common),
    .target(
      name: "Transcript", dependencies: ["HTTP", "JSON", "Text", "WebSocket"],
      swiftSettings: common),
    .target(name: "JSON", swiftSettings: safe),
    .target(name: "CJq"),
    .target(name: "Jq", dependencies: ["CJq", "Platform"], swiftSettings: common),
    .target(
      name: "Prompt",
      dependencies: [
        "CSystem", "Client", "Editor", "HTTP", "JSON", "Jq", "Platform", "Streams", "Text",
        "Transcript", "Transfer", "WebSocket",
      ],
      swiftSettings: common),
    .target(
      name: "Check",
      dependencies: [
        "CLibcrypto", "Client", "Editor", "HTTP", "JSON", "Jq", "Platform", "Streams", "Text",
        "Transcript",
        "Transfer", "Upgrade", "WebSocket",
      ],
      swiftSettings: common),
    .executableTarget(
      name: "demo-endpoint", dependencies: ["HTTP", "Platform", "WebSocket"],
      swiftSettings: common),
    .executableTarget(
      name: "echo-client",
      dependencies: ["Client", "HTTP", "Platform", "Transfer", "Upgrade", "WebSocket"],
      swiftSettings: common),
    .executableTarget(
      name: "upshift", dependencies: ["CSystem", "CommandLine", "Platform"], swiftSettings: common),

    .target(name: "Measuring", path: "Tests/Measuring", swiftSettings: common),
    .testTarget(
      name: "ExampleTests", dependencies: ["HTTP", "Upgrade", "WebSocket"], swiftSettings: common),
    .testTarget(name: "EditorTests", dependencies: ["Editor"], swiftSettings: common),
    .testTarget(
      name: "CheckTests",
      dependencies: [
        "Check", "Client", "HTTP", "JSON", "Jq", "Measuring", "Text", "Transcript", "Transfer",
        "Upgrade", "WebSocket",
      ],
      swiftSettings: common),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP", "Measuring"], swiftSettings: common),
    .testTarget(
      name: "HTTP2Tests", dependencies: ["CNghttp2", "HTTP", "HTTP2"], swiftSettings: common),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "Measuring"], swiftSettings: common),
    .testTarget(name: "JqTests", dependencies: ["Jq", "Platform"], swiftSettings: common),
    .testTarget(
      name: "UpgradeTests", dependencies: ["Measuring", "Upgrade"], swiftSettings: common),
    .testTarget(
      name: "WebSocketTests", dependencies: ["Measuring", "WebSocket"], swiftSettings: common),
    .testTarget(name: "TextTests", dependencies: ["Text"], swiftSettings: common),
    .testTarget(name: "TranscriptTests", dependencies: ["Transcript"], swiftSettings: common),
    .testTarget(
      name: "PromptTests",
      dependencies: ["JSON", "Jq", "Measuring", "Prompt", "Text", "Transcript", "WebSocket"],
      swiftSettings: common),
    .testTarget(name: "TransferTests", dependencies: ["HTTP", "Transfer"], swiftSettings: common),
    .testTarget(
      name: "CommandLineTests",
      dependencies: ["Check", "CommandLine", "Platform", "Transcript", "Transfer", "Upgrade"],
      swiftSettings: common),
    fuzzing,
  ],
  swiftLanguageModes: [.v6]
)
