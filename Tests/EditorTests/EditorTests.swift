import Editor
import Testing

@Suite struct EditingTests {
  @Test(arguments: [
    ("abc C-b C-b X", "aX|bc"),
    ("abc C-a X C-e Y", "XabcY|"),
    ("abc Left Left Right X", "abX|c"),
    ("abc Home C-f X End", "aXbc|"),
    ("C-b Left C-f Right", "|"),
    // Deletion.
    ("abc BS", "ab|"), ("abc C-h C-h", "a|"), ("abc C-a Del", "|bc"), ("abc C-b C-d", "ab|"),
    ("abc C-a BS", "|abc"), ("abc Del", "abc|"), ("abc C-d", "abc|"),
    // Words: of letters and digits, as readline's.
    ("foo-bar␣baz M-b M-b", "foo-|bar baz"),
    ("foo-bar␣baz C-a M-f M-f", "foo-bar| baz"),
    ("über␣naïve␣42 WordLeft WordLeft", "über |naïve 42"),
    ("ab␣␣cd Home WordRight WordRight", "ab  cd|"),
    ("e\u{301}a␣x M-b M-B", "|e\u{301}a x"),
    // Kills and yanks.
    ("one␣two C-w", "one |"), ("foo-bar C-w", "|"), ("foo-bar M-BS", "foo-|"),
    ("foo-bar␣␣ C-w", "|"), ("one␣two C-a M-d", "| two"), ("one␣two C-a M-f C-k", "one|"),
    ("one␣two M-b C-u", "|two"),
    ("one␣two C-w C-y C-y", "one twotwo|"),
    ("one␣two␣three C-w C-w C-y", "one two three|"),
    ("one␣two C-a M-d M-d C-y C-y", "one twoone two|"),
    ("one␣two␣three M-b C-k C-u C-y", "one two three|"),
    ("one␣two C-w C-b C-f C-w C-y", "one |"),
    ("one␣two C-w C-b C-f C-w C-y M-y", "two|"),
    ("one␣two C-w C-b C-f C-w C-y M-y M-y", "one |"),
    ("one C-w x C-b C-y", "one|x"),
    ("M-y C-y", "|"),
    // Transposition.
    ("abc C-t", "acb|"), ("abc C-b C-t", "acb|"), ("abc C-a C-f C-t", "ba|c"),
    ("a C-t", "a|"), ("abc C-a C-t", "|abc"),
    ("one␣two M-t", "two one|"), ("one,␣two␣x C-a M-f M-t", "two, one| x"),
    ("one M-t", "one|"), ("one␣two C-a M-t", "|one two"),
    // Case.
    ("one␣two C-a M-u M-c", "ONE Two|"), ("ONE␣twO C-a M-l M-c", "one Two|"),
    ("straße C-a M-u", "STRASSE|"), ("-ab C-a M-c", "-Ab|"), ("ab M-u", "ab|"),
    // Undo.
    ("abc C-_", "|"), ("abc C-b x C-_", "ab|c"), ("abc C-b x C-_ C-_", "|"),
    ("abc BS BS C-_", "ab|"), ("abc C-w C-y C-_", "|"), ("abc C-w C-_", "abc|"),
    ("abc C-x C-u", "|"), ("abc C-a M-u C-_", "|abc"), ("C-_", "|"),
    ("one␣two C-w C-b C-f C-w C-y M-y C-_ C-_", "one |"),
    // Quoted insertion, line feeds.
    ("C-v C-a C-q Tab C-v Esc", "^A^I^[|"), ("C-v C-_ C-v BS C-v C-@", "^_^?^@|"),
    ("C-v C-v C-b", "|^V"), ("C-v C-v C-v Enter C-b", "^V|^M"), ("a C-v Left b", "b|a"),
    ("a M-Enter b C-o c C-b C-b", "a⏎b|⏎c"), ("a C-v C-j b", "a⏎b|"),
    // What does nothing.
    ("ab Esc PageUp Unknown C-g M-z c", "abc|"), ("ab C-x C-z c", "abc|"),
    // Clusters are one.
    ("a👩‍👩‍👧‍👦b C-b C-b x", "ax|👩‍👩‍👧‍👦b"), ("🇩🇪🇫🇷 BS", "🇩🇪|"), ("xe\u{301} BS", "x|"),
    ("a日本 C-b C-t", "a本日|"),
  ])
  func script(script: String, expected: String) {
    var line = Line()
    line.play(script)
    #expect(line.shown == expected)
    #expect(line.characters.count >= line.cursor)
  }

  @Test(
    arguments: [
      ("", .none), ("a", .changed), ("a Enter", .submit("a")), ("Enter", .submit("")),
      ("ab C-b C-j", .submit("ab")), ("C-c", .interrupt), ("a C-c", .changed),
      ("a C-c C-c", .interrupt), ("C-d", .end), ("a C-d", .bell), ("a C-a C-d", .changed),
      // A Ctrl-D that is still held when the line is empty does not end it.
      ("ab C-a C-d C-d C-d", .bell), ("a C-a C-d C-d C-e C-d", .end),
      ("C-z", .suspend), ("C-l", .redraw), ("Tab", .complete), ("C-x C-e", .editExternally),
      ("C-x x", .bell), ("BS", .bell), ("C-g", .bell), ("C-_", .bell), ("Left", .none),
      ("Up", .bell), ("Down", .bell), ("C-y", .bell), ("a C-y", .bell), ("M-.", .bell),
      ("C-v", .none), ("C-v C-d", .changed), ("C-x", .none), ("Unknown", .none),
      ("a M-Enter b Enter", .submit("a\nb")),
    ] as [(String, Action)])
  func actions(script: String, action: Action) {
    var line = Line()
    #expect(line.play(script) == action)
    if case .submit = action {
      #expect(line.isEmpty)
      #expect(line.shown == "|")
    }
  }

  /// Typed one scalar a read, a cluster is what it is when it comes at once.
  @Test(arguments: [
    "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "e\u{301}", "क्षि", "नमस्ते", "\u{1112}\u{1161}\u{11AB}", "👍🏽", "✈️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "e\u{301}\u{323}x",
  ])
  func scalarByScalar(text: String) {
    for before in ["", "a", "é "] {
      var line = Line()
      var parser = KeyParser()
      line.play("z C-a")
      for key in parser.parse(before.utf8) { _ = line.handle(key) }
      for byte in text.utf8 {
        for key in parser.parse([byte]) { _ = line.handle(key) }
      }
      #expect(line.characters == Array(before + text) + ["z"])
      #expect(line.cursor == (before + text).count)
      for _ in text { _ = line.handle(.backspace) }
      #expect(line.characters == Array(before + "z"))
      #expect(line.play("C-e Enter") == .submit(before + "z"))
    }
  }

  @Test func undoOfAJoinedCharacter() {
    var line = Line()
    line.play("xe C-b C-f")
    _ = line.handle(.character("\u{301}"))
    #expect(line.characters == ["x", "e\u{301}"])
    line.play("C-_")
    #expect(line.characters == ["x", "e"])
    #expect(line.cursor == 2)
  }

  @Test func aStreamOfCombiningMarksIsCut() {
    var line = Line()
    _ = line.handle(.character("e"))
    for _ in 0..<1000 { _ = line.handle(.character("\u{301}")) }
    #expect(line.characters.allSatisfy { $0.utf8.count <= 130 })
    #expect(line.play("Enter") == .submit("e" + String(repeating: "\u{301}", count: 1000)))
  }

  @Test func thePromptIsTheOwners() {
    var line = Line(prompt: "ws> ")
    #expect(line.view() == View(prompt: "ws> "))
    line.prompt = "\u{1B}[1m>\u{1B}[0m "
    line.play("hi Left")
    #expect(
      line.view()
        == View(prompt: "\u{1B}[1m>\u{1B}[0m ", text: ["h", "i"], cursor: 1, status: nil))
  }

  @Test func theLineCanBeReplaced() {
    var line = Line()
    line.play("old C-a")
    line.replace(text: "new\ntext")
    #expect(line.shown == "new⏎text|")
    line.play("C-_")
    #expect(line.shown == "|old")
  }
}

@Suite struct PasteTests {
  static let large = String(repeating: "0123456789abcde\n", count: 65_536)

  @Test func aSmallPasteIsText() {
    var line = Line()
    line.play("<> C-b")
    #expect(line.handle(.paste("one\ntwo")) == .changed)
    #expect(line.shown == "<one⏎two|>")
    line.play("C-_")
    #expect(line.shown == "<|>")
    #expect(line.handle(.paste("")) == .none)
    _ = line.handle(.paste(String(repeating: "x", count: 4096)))
    #expect(line.characters.count == 4098)
  }

  @Test(arguments: [
    (4097, "4 KiB"), (5000, "5 KiB"), (102_400, "100 KiB"), (1_048_063, "1023 KiB"),
    (1_048_064, "1 MiB"), (1 << 20, "1 MiB"), (1_600_000, "2 MiB"), (10 << 20, "10 MiB"),
  ])
  func placeholder(size: Int, shown: String) {
    var line = Line()
    _ = line.handle(.paste(String(repeating: "x", count: size)))
    #expect(line.shown == "[paste: \(shown)]|")
    #expect(line.characters == ["\u{FFFC}"])
  }

  @Test(arguments: [
    ("x", "a[paste: 1 MiB]x|b"), ("BS", "a|b"), ("C-b x", "ax|[paste: 1 MiB]b"),
    ("C-b C-d", "a|b"), ("C-b C-k", "a|"), ("C-b C-k C-y", "a[paste: 1 MiB]b|"),
    ("BS C-_", "a[paste: 1 MiB]|b"), ("C-_", "a|b"),
    ("C-u C-y C-y", "a[paste: 1 MiB]a[paste: 1 MiB]|b"),
    ("C-b M-d C-_", "a|[paste: 1 MiB]b"), ("C-t", "ab[paste: 1 MiB]|"),
  ])
  func aLargePasteIsOneUnit(script: String, expected: String) {
    var line = Line()
    line.play("ab C-b")
    _ = line.handle(.paste(Self.large))
    #expect(line.characters == ["a", "\u{FFFC}", "b"])
    line.play(script)
    #expect(line.shown == expected)
  }

  @Test func itIsSubmittedInFull() {
    var line = Line()
    _ = line.handle(.paste(Self.large))
    line.play("C-a > C-e <")
    #expect(line.characters.count == 3)
    #expect(line.contents == ">" + Self.large + "<")
    #expect(line.play("Enter") == .submit(">" + Self.large + "<"))
    #expect(line.remember(Self.large) == false)
  }
}

@Suite struct CompletionTests {
  @Test(arguments: [
    ("/he", ["/help "], "/help |"), ("/", ["/hex", "/help "], "/he|"),
    ("/he", ["/hex", "/help "], "/he|"), ("/x", [], "/x|"), ("/HE", ["/hex", "/help "], "/HE|"),
    ("/HE", ["/help "], "/help |"), ("é", ["été", "étage"], "ét|"),
  ])
  func completion(typed: String, candidates: [String], expected: String) {
    var line = Line()
    line.play(typed)
    #expect(line.play("Tab") == .complete)
    _ = line.complete(candidates, replacing: 0..<line.cursor)
    #expect(line.shown == expected)
  }

  @Test func theSecondTabLists() {
    var line = Line()
    let candidates = ["/hex", "/help "]
    line.play("/ Tab")
    #expect(line.complete(candidates, replacing: 0..<1) == .changed)
    line.play("Tab")
    #expect(line.complete(candidates, replacing: 0..<3) == .bell)
    line.play("Tab")
    #expect(line.complete(candidates, replacing: 0..<3) == .list(candidates))
    line.play("x BS Tab")
    #expect(line.complete(candidates, replacing: 0..<3) == .bell)
    #expect(line.complete([], replacing: 0..<3) == .bell)
  }

  @Test func whatFollowsStays() {
    var line = Line()
    line.play("/sa␣rest C-a M-f Tab")
    #expect(line.complete(["/save"], replacing: 0..<3) == .changed)
    #expect(line.shown == "/save| rest")
    line.play("C-_")
    #expect(line.shown == "/sa| rest")
    #expect(line.complete(["x"], replacing: 50..<90) == .changed)
  }
}

@Suite struct ModelTests {
  /// Characters, none of which joins another.
  static let alphabet: [Character] = ["a", "B", "7", " ", "-", "é", "日", "👩‍👩‍👧‍👦", "\n"]

  @Test(arguments: 0..<20 as Range<UInt64>)
  func motionAndDeletion(seed: UInt64) {
    var numbers = Numbers(state: seed)
    var line = Line()
    var text: [Character] = []
    var cursor = 0
    for _ in 0..<2000 {
      let character = Self.alphabet.randomElement(using: &numbers) ?? "a"
      switch Int.random(in: 0..<14, using: &numbers) {
      case 0: (_, cursor) = (line.handle(.left), max(cursor - 1, 0))
      case 1: (_, cursor) = (line.handle(.control("f")), min(cursor + 1, text.count))
      case 2: (_, cursor) = (line.handle(.home), 0)
      case 3: (_, cursor) = (line.handle(.control("e")), text.count)
      case 4:
        _ = line.handle(.backspace)
        if cursor > 0 {
          cursor -= 1
          text.remove(at: cursor)
        }
      case 5:
        _ = line.handle(.delete)
        if cursor < text.count { text.remove(at: cursor) }
      case 6:
        _ = line.handle(.meta("f"))
        while cursor < text.count, !(text[cursor].isLetter || text[cursor].isNumber) { cursor += 1 }
        while cursor < text.count, text[cursor].isLetter || text[cursor].isNumber { cursor += 1 }
      case 7:
        _ = line.handle(.control("w"))
        let end = cursor
        while cursor > 0, text[cursor - 1].isWhitespace { cursor -= 1 }
        while cursor > 0, !text[cursor - 1].isWhitespace { cursor -= 1 }
        text.removeSubrange(cursor..<end)
      default:
        _ = line.handle(.character(character))
        text.insert(character, at: cursor)
        cursor += 1
      }
      #expect(line.characters == text)
      #expect(line.cursor == cursor)
    }
    #expect(line.contents == String(text))
  }

  /// Any keys at all: the line stays whole, and undo leads back to where it began.
  @Test(arguments: 0..<40 as Range<UInt64>)
  func undoReturnsToTheStart(seed: UInt64) {
    var numbers = Numbers(state: seed)
    var line = Line(entries: ["older␣entry", "the last entry"])
    let any =
      keys(
        "a b ␣ é 🇩 🇪 e\u{301} C-b C-f C-a C-e C-h C-d C-k C-u C-w C-y C-t C-_ M-b M-f M-d M-BS M-y M-t "
          + "M-u M-l M-c M-. C-o C-v Left BS Del"
      ) + [.character("\u{301}"), .character("\u{200D}"), .paste("p q"), .paste(PasteTests.large)]
    for _ in 0..<400 {
      guard let key = any.randomElement(using: &numbers) else { return }
      if key == .control("d"), line.isEmpty { continue }
      _ = line.handle(key)
      let view = line.view()
      #expect((0...view.text.count).contains(view.cursor))
      #expect((0...line.characters.count).contains(line.cursor))
    }
    line.play("Esc Esc")
    var undone = 0
    while line.handle(.control("_")) == .changed { undone += 1 }
    #expect(undone > 0)
    #expect(line.isEmpty)
    #expect(line.cursor == 0)
  }
}
