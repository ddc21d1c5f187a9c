import Check
import Testing

@testable import CommandLine

/// What the help and the manual say about checks.
@Suite struct CheckManualTests {
  static let example = ManualText.checkExample.split(
    separator: "\n", omittingEmptySubsequences: false
  ).map { $0.dropFirst(2) }.joined(separator: "\n")

  @Test func theExampleIsRead() throws {
    let file = try File(parsing: Self.example, name: "example")
    #expect(file.entries.map(\.method) == ["POST", "GET"])
    #expect(file.entries.last?.follows == true)
    #expect(file.entries.last?.conversation?.count == 3)
  }

  @Test func theHelpOfChecksIsOneScreen() throws {
    let text = try helpText(for: nil, isCheck: true)
    #expect(text.hasPrefix("Usage: upshift check [options...] <file|folder>...\n"))
    #expect(text.contains("\n     --report-junit <file>     Write a JUnit report\n"))
    #expect(text.contains("\n  HTTP 426 -> 101\n"))
    #expect(!text.contains("--listen"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 42 && lines.allSatisfy { $0.count <= 80 && !$0.hasSuffix(" ") })
    #expect(try helpText(for: "retry", isCheck: true) == helpText(for: "--retry"))
  }

  @Test func theChapterHasEachWordOfTheTables() throws {
    let text = try helpText(for: "checks")
    let names =
      Sections.all.map { "[\($0.name)]" } + Settings.all.map { $0.name + ":" }
      + Queries.all.map(\.name) + Filters.all.map(\.name) + Predicates.all.map(\.name)
      + Steps.all.map(\.name)
    for name in names { #expect(text.contains("\n  \(name)"), "\(name)") }
    let words = Set(text.split { ", ;\n".contains($0) }.map(String.init))
    let refused =
      Queries.unsupported + Filters.unsupported + Predicates.unsupported + Settings.unsupported
    for name in refused { #expect(words.contains(name), "\(name)") }
  }

  @Test func eachUseHasItsOptions() {
    #expect(OptionTable[.jobs].use == .checks)
    #expect(OptionTable[.send].use == .requests)
    #expect(OptionTable[.insecure].use == .both)
  }
}
