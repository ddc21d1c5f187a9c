import Foundation
import Testing

/// Every seed, and every input that libFuzzer once broke something with, through the same functions that it calls.
@Suite struct CorpusTests {
  static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Corpus")

  static func names(in folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func eachParserHasSeeds() throws {
    #expect(try Self.names(in: Self.corpus) == Fuzzed.all.map(\.name).sorted())
  }

  @Test(arguments: Fuzzed.all.map(\.name)) func holds(name: String) throws {
    let parser = try #require(Fuzzed.all.first { $0.name == name })
    try parser.check([])
    let folder = Self.corpus.appending(path: name)
    let seeds = try Self.names(in: folder)
    #expect(!seeds.isEmpty)
    for seed in seeds {
      let input = Array(try Data(contentsOf: folder.appending(path: seed)))
      #expect(throws: Never.self, "\(name)/\(seed)") { try parser.check(input) }
    }
  }
}
