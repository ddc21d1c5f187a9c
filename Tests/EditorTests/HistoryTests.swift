import Editor
import Testing

@Suite struct RecallTests {
  static let entries = ["first one", "second two", "third three"]

  @Test(arguments: [
    ("Up", "third three|"), ("C-p C-p", "second two|"), ("Up Up Up Up", "first one|"),
    ("new Up Down", "new|"), ("new C-p C-n C-n", "new|"), ("M-<", "first one|"),
    ("new M-< M->", "new|"), ("Up C-a Up", "second two|"),
    // What is changed in an entry stays until Enter, and can be undone there.
    ("Up X Up Down", "third threeX|"), ("Up X Up Y Down Down", "|"),
    ("Up X Up Y Down Up", "second twoY|"), ("Up X Up Down C-_", "third three|"),
    ("new Up Down C-_", "|"), ("Up C-_", "third three|"),
    ("Up X Enter Up", "third three|"), ("Up X C-c Up", "third three|"),
    ("new Up C-c Down", "|"),
    // The last word of the entry before; again, of the one before that.
    ("M-.", "three|"), ("x␣ M-. M-.", "x two|"), ("M-. M-. M-. M-.", "one|"),
    ("M-. M-. C-_", "|"), ("M-. ␣ M-.", "three three|"),
  ])
  func recall(script: String, expected: String) {
    var line = Line(entries: Self.entries)
    line.play(script)
    #expect(line.shown == expected)
  }

  @Test func aLineIsRememberedByItsOwner() {
    var line = Line()
    #expect(line.play("abc Enter") == .submit("abc"))
    #expect(line.play("Up") == .bell)
    #expect(line.remember("abc") == true)
    #expect(line.remember("abc") == false)
    line.play("Up")
    #expect(line.shown == "abc|")
    #expect(line.play("d Enter") == .submit("abcd"))
    #expect(line.remember("abcd") == true)
    line.play("Up Up")
    #expect(line.shown == "abc|")
    #expect(line.history.entries == ["abc", "abcd"])
  }

  @Test func aLargeEntryIsHeld() {
    var line = Line(entries: [
      String(repeating: "x", count: 4000), String(repeating: "y", count: 20_000),
    ])
    line.play("Up")
    #expect(line.shown == "[paste: 20 KiB]|")
    line.play("Up")
    #expect(line.characters.count == 4000)
  }
}

@Suite struct SearchTests {
  static let entries = ["alpha beta", "gamma beta", "delta", "gamma beta", "épsilon 日本 beta x"]

  /// Prompt, text with the cursor.
  @Test(arguments: [
    ("C-r", "(reverse-i-search)`': |"),
    ("C-r b", "(reverse-i-search)`b': épsilon 日本 |beta x"),
    ("C-r be C-r", "(reverse-i-search)`be': gamma |beta"),
    ("C-r be C-r C-r", "(reverse-i-search)`be': alpha |beta"),
    ("C-r be C-r C-r C-r", "(failed reverse-i-search)`be': alpha |beta"),
    ("C-r be C-r C-r C-s", "(i-search)`be': gamma |beta"),
    ("C-r be C-r BS", "(reverse-i-search)`be': épsilon 日本 |beta x"),
    ("C-r be C-r BS BS BS", "(reverse-i-search)`': |"),
    ("C-r bq", "(failed reverse-i-search)`bq': épsilon 日本 |beta x"),
    ("C-r bq BS", "(reverse-i-search)`b': épsilon 日本 |beta x"),
    ("C-r a", "(reverse-i-search)`a': épsilon 日本 bet|a x"),
    ("C-r ga C-r", "(failed reverse-i-search)`ga': |gamma beta"),
    ("C-r del", "(reverse-i-search)`del': |delta"),
    ("C-r 本", "(reverse-i-search)`本': épsilon 日|本 beta x"),
    ("M-< C-s del", "(i-search)`del': |delta"),
    ("xyz C-r y", "(reverse-i-search)`y': x|yz"),
    ("C-r del C-g C-r C-r", "(reverse-i-search)`': |"),
    ("C-r del Esc C-r C-r", "(reverse-i-search)`del': |delta"),
    // The end.
    ("ab C-r del C-g", "> ab|"), ("C-r del Esc", "> |delta"), ("C-r del C-j", "> |delta"),
    ("C-r be C-e", "> épsilon 日本 beta x|"), ("C-r be Left X", "> épsilon 日本X| beta x"),
    ("C-r del Up", "> gamma beta|"), ("ab C-r del Esc C-n C-n C-n", "> ab|"),
    ("C-r del C-a", "> |delta"), ("C-r del C-c", "> |"),
    ("C-r del C-l", "(reverse-i-search)`del': |delta"),
    ("C-r del C-d", "> |elta"), ("ab C-r zz Esc", "> ab|"),
  ])
  func search(script: String, expected: String) {
    var line = Line(entries: Self.entries)
    line.play(script)
    #expect(line.view().prompt + line.shown == expected)
  }

  @Test func enterSubmitsWhatWasFound() {
    var line = Line(entries: Self.entries)
    #expect(line.play("C-r del Enter") == .submit("delta"))
    #expect(line.isEmpty)
    #expect(line.play("Up") == .changed)
    #expect(line.shown == "épsilon 日本 beta x|")
  }

  @Test(
    arguments: [
      ("C-r", .changed), ("C-r zz", .bell), ("C-r C-g", .bell), ("C-r BS", .bell),
      ("C-r C-r", .bell), ("C-r del Tab", .complete), ("C-r C-z", .suspend), ("C-r Home", .changed),
      ("C-r Unknown", .none),
    ] as [(String, Action)])
  func actions(script: String, action: Action) {
    var line = Line(entries: Self.entries)
    #expect(line.play(script) == action)
  }

  @Test func pastesAreSearchedFor() {
    var line = Line(entries: Self.entries)
    line.play("C-r")
    #expect(line.handle(.paste("delta")) == .changed)
    #expect(line.shown == "|delta")
    #expect(line.handle(.paste(PasteTests.large)) == .bell)
    // One that is held on the line is passed over.
    var held = Line(entries: ["x delta"])
    _ = held.handle(.paste(PasteTests.large))
    held.play("beta C-r eta")
    #expect(held.shown == "[paste: 1 MiB]b|eta")
  }
}

@Suite struct HistoryTests {
  @Test(arguments: [
    ("", false), (" secret", false), ("a", true), ("last", false), ("\ta", true), ("\na", true),
    (String(repeating: "x", count: 65_535), true), (String(repeating: "x", count: 65_536), false),
  ])
  func whatIsKept(line: String, isKept: Bool) {
    var history = History()
    let isFirst = history.add("last")
    #expect(isFirst)
    let isAdded = history.add(line)
    #expect(isAdded == isKept)
    #expect(history.entries == (isKept ? ["last", line] : ["last"]))
  }

  @Test func theOldestGoes() {
    var history = History()
    for number in 0..<1500 { _ = history.add("line \(number)") }
    #expect(history.entries.count == History.limit)
    #expect(history.entries.first == "line 500")
    #expect(history.entries.last == "line 1499")
  }

  @Test(arguments: [
    ("plain", "plain\n"), ("two\nlines", "two\\nlines\n"), ("back\\slash", "back\\\\slash\n"),
    ("\\n", "\\\\n\n"), ("nul\0", "nul\\0\n"), ("\r\t\u{1B}", "\r\t\u{1B}\n"), ("é日👩‍👩‍👧‍👦", "é日👩‍👩‍👧‍👦\n"),
    ("end\\", "end\\\\\n"),
  ])
  func roundTrip(entry: String, line: String) {
    #expect(History.serialized(entry) == Array(line.utf8))
    #expect(History(parsing: Array(line.utf8)).entries == [entry])
  }

  @Test func theFileIsTheEntries() {
    var history = History()
    for entry in ["a", "b\nc", "\\", "a"] { _ = history.add(entry) }
    #expect(history.serialized == Array("a\nb\\nc\n\\\\\na\n".utf8))
    let parsed = History(parsing: history.serialized)
    #expect(parsed.entries == history.entries)
    #expect(!parsed.isStale)
    // Two sessions at once, each appending.
    let both = history.serialized + History.serialized("mine") + History.serialized("theirs")
    #expect(History(parsing: both).entries == history.entries + ["mine", "theirs"])
  }

  @Test(
    arguments: [
      ([], [], false), (Array("\n\n\n".utf8), [], false),
      (Array("a\ncut".utf8), ["a", "cut"], true), (Array("a\nb\\".utf8), ["a", "b\\"], true),
      (Array("a\n\0\0\0\nb\n".utf8), ["a", "b"], false), (Array("a\0b\n".utf8), ["ab"], false),
      (Array("a\0\\\0nb\n".utf8), ["a\nb"], false),
      ([0x61, 0xFF, 0x62, 0x0A], ["a\u{FFFD}b"], false), ([0x61, 0xE2, 0x82], ["a\u{FFFD}"], true),
      (Array(" space\na\na\n\\x\\\n".utf8), ["a", "\\x\\"], false),
      (Array(repeating: 0x78, count: 1 << 20) + Array("\nb\n".utf8), ["b"], false),
      (Array(repeating: 0, count: 1 << 20), [], true),
    ] as [([UInt8], [String], Bool)])
  func hostileFiles(file: [UInt8], entries: [String], isStale: Bool) {
    let history = History(parsing: file)
    #expect(history.entries == entries)
    #expect(history.isStale == isStale)
  }

  @Test func aLongFileKeepsItsEndAndIsStale() {
    let file = (0..<2001).flatMap { Array("line \($0)\n".utf8) }
    let history = History(parsing: file)
    #expect(history.entries.count == History.limit)
    #expect(history.entries.last == "line 2000")
    #expect(history.isStale)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func anyBytes(seed: UInt64) {
    var numbers = Numbers(state: seed)
    let bytes: [UInt8] = [0, 0x0A, 0x5C, 0x6E, 0x30, 0x61, 0x20, 0xC3, 0xA9, 0xFF, 0x1B, 0x0D]
    let file = (0..<500).map { _ in bytes.randomElement(using: &numbers) ?? 0 }
    let history = History(parsing: file)
    #expect(History(parsing: history.serialized).entries == history.entries)
  }
}
