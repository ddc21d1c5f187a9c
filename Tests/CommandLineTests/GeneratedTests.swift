import Foundation
import Testing

@testable import CommandLine

/// The checked-in pages are those that the table makes. `UPSHIFT_REGENERATE=1 swift test --filter
/// GeneratedTests` writes them.
@Suite struct GeneratedTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static let pages: [(path: String, text: @Sendable () -> String)] = [
    ("man/upshift.1", { manualPage() }),
    ("completions/upshift.bash", { completion(for: .bash) }),
    ("completions/_upshift", { completion(for: .zsh) }),
    ("completions/upshift.fish", { completion(for: .fish) }),
  ]

  @Test(arguments: pages.map(\.path))
  func isUpToDate(path: String) throws {
    let page = try #require(Self.pages.first { $0.path == path })
    let file = Self.root.appending(path: path)
    let made = Data(page.text().utf8)
    if ProcessInfo.processInfo.environment["UPSHIFT_REGENERATE"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try made.write(to: file)
    }
    #expect(
      try Data(contentsOf: file) == made,
      "run: UPSHIFT_REGENERATE=1 swift test --filter GeneratedTests")
  }

  @Test func pagesHaveNoLooseEnds() {
    for page in Self.pages {
      let text = page.text()
      #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"), "\(page.path)")
      #expect(!text.contains("`") || page.path.hasPrefix("completions"), "\(page.path)")
      for line in text.split(separator: "\n") {
        #expect(!line.hasSuffix(" "), "\(page.path): \(line)")
      }
    }
  }

  @Test(arguments: Shell.allCases)
  func completionsKnowEachSpelling(shell: Shell) {
    let script = completion(for: shell)
    for option in OptionTable.visible {
      for spelling in option.spellings {
        let written =
          shell != .fish
          ? spelling
          : spelling.hasPrefix("--")
            ? " -l \(spelling.dropFirst(2)) "
            // It begins a comment.
            : " -s \(spelling == "-#" ? "'#'" : spelling.dropFirst()) "
        #expect(script.contains(written), "\(spelling)")
      }
    }
    #expect(!script.contains(" --generate=") && !script.contains(" -l generate "))
  }
}
