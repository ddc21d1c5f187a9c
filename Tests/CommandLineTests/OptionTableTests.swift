import Testing
import Text

@testable import CommandLine

@Suite struct OptionTableTests {
  @Test func namesAndLettersAreUnique() {
    let names = OptionTable.all.flatMap { [$0.name.rawValue] + $0.aliases }
    #expect(Set(names).count == names.count)
    let letters = OptionTable.all.compactMap(\.short)
    #expect(Set(letters).count == letters.count)
  }

  @Test(arguments: OptionName.allCases)
  func rowIsComplete(name: OptionName) {
    let option = OptionTable[name]
    #expect(option.name == name)
    #expect(!option.help.isEmpty && option.help.count <= 60)
    #expect(!option.help.hasSuffix("."))
    #expect(option.manual.hasSuffix(".") || option.manual.contains("\n  "))
    #expect(!(option.isNegatable && option.argument != nil))
    #expect(option.manual.count { $0 == "`" } % 2 == 0)
    // `--explain=json` is a switch.
    if option.argument == nil, name != .explain {
      #expect(option.values.words == nil)
    }
  }

  @Test func everyNameHasOneRow() {
    #expect(
      OptionTable.all.map(\.name).sorted { $0.rawValue < $1.rawValue }
        == OptionName.allCases.sorted { $0.rawValue < $1.rawValue })
  }

  @Test func categoriesAreChapters() {
    let order = OptionTable.all.map(\.category)
    let chapters = zip(order, order.dropFirst()).filter { $0 != $1 }.count + 1
    #expect(chapters == Category.allCases.count)
  }

  @Test func curlsNamesAreNoneOfOurs() {
    for option in OptionTable.all {
      for name in [String(option.stem), option.name.rawValue] + option.aliases {
        #expect(!CurlNames.matching(name).contains(name), "\(name)")
      }
      #expect(option.short.flatMap { CurlNames.long(for: $0) } == nil)
    }
  }
}

@Suite struct NearestNameTests {
  @Test(
    arguments: [
      ("heder", "header"), ("haeder", "header"), ("verbsoe", "verbose"), ("cout", "count"),
      ("lingre", "linger"), ("wsformat", "ws-format"), ("max-mesage", "max-message"),
      ("x", nil), ("no-such-option", nil), ("", nil),
    ] as [(String, String?)])
  func suggests(typed: String, name: String?) {
    #expect(nearestName(to: typed, among: OptionTable.all.map(\.name.rawValue)) == name)
  }
}

@Suite struct HelpTests {
  static let topics: [String?] =
    [nil, "all", "category"] + Category.allCases.map(\.rawValue)
    + OptionTable.visible.flatMap(\.spellings)

  @Test(arguments: topics)
  func fitsTheTerminal(topic: String?) throws {
    let text = try helpText(for: topic)
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    for line in text.split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
      #expect(!line.contains("`") && !line.hasSuffix(" "), "\(line)")
    }
  }

  @Test(arguments: ["items", "prompt", "events", "checks"])
  func chaptersFitTheTerminal(topic: String) throws {
    let text = try helpText(for: topic)
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    for line in text.split(separator: "\n") { #expect(line.count <= 80 && !line.hasSuffix(" ")) }
  }

  @Test func importantOnesComeFirst() throws {
    let text = try helpText(for: nil)
    #expect(text.hasPrefix("Usage: upshift [options...] <URL>... [item...]\n"))
    #expect(text.contains("\n -X, --request <method>        Use this request method\n"))
    #expect(text.contains("\n     --listen                  Read no input"))
    #expect(!text.contains("--capath"))
    #expect(text.split(separator: "\n").count <= 40)
  }

  @Test func allShowsEachVisibleOne() throws {
    let text = try helpText(for: "all")
    for option in OptionTable.visible { #expect(text.contains(" \(option.synopsis) ")) }
    #expect(!text.contains("--generate"))
  }

  @Test func categoriesCoverAll() throws {
    let list = try helpText(for: "category")
    let lines = try Category.allCases.flatMap { category in
      #expect(list.contains("\n \(category.rawValue) "))
      return try helpText(for: category.rawValue).split(separator: "\n").dropFirst()
    }
    #expect(lines.count == OptionTable.visible.count)
  }

  @Test func showsAChapter() throws {
    for chapter in ManualText.chapters {
      let title = try #require(chapter.parts.first?.title.uppercased())
      #expect(try helpText(for: chapter.topic).hasPrefix(title + "\n"))
    }
    #expect(try helpText(for: "differences").contains("\nDIFFERENCES FROM WEBSOCAT\n"))
  }

  @Test func showsOneOption() throws {
    let text = try helpText(for: "--no-upgrade")
    #expect(
      text == """
        --no-upgrade

          Follows no upgrade. A 426 is then a response like any other: its body is
          shown, and the exit status is 0, or 22 with --fail.

        """)
    #expect(try helpText(for: "-k") == helpText(for: "--insecure"))
    #expect(try helpText(for: "--inse") == helpText(for: "--insecure"))
  }

  @Test(arguments: [
    (
      "nonsense",
      """
      no help on 'nonsense': try upshift --help category, or one of description, options, items, prompt, events, \
      checks, examples, exit, environment, files, threats, differences
      """
    ),
    ("--heder", "unknown option --heder: did you mean --header?"),
    (
      "-Q",
      "unknown option -Q: curl has it (--quote) for FTP and SFTP, which upshift does not speak"
    ),
  ])
  func explains(topic: String, message: String) {
    #expect(throws: UsageError(message)) { try helpText(for: topic) }
  }
}
