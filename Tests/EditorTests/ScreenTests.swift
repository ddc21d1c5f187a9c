import Testing

@testable import Editor

@Suite struct ScreenTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private static func view(
    _ text: String, at cursor: Int? = nil, status: String? = nil
  ) -> View {
    let characters = Array(text)
    return View(
      prompt: "> ", text: characters, cursor: cursor ?? characters.count, status: status)
  }

  /// What is written to get from one view to another on a screen of 10 columns.
  @Test(
    arguments: [
      (view(""), view("a"), "a"),
      (view("日"), view("日本"), "本"),
      (view("abc", status: "up"), view("abcd", status: "up"), "d"),
      (view("a"), view("a"), ""),
      (view("abc"), view("ab"), "\u{8}\u{1B}[K"),
      (view("abc"), view("abc", at: 1), "\u{8}\u{8}"),
      (view("abcdefg"), view("abcdefg", at: 0), "\u{1B}[3G"),
      (view("ac", at: 1), view("abc", at: 2), "bc\u{8}"),
      (view("abcd", at: 1), view("aXcd", at: 2), "X"),
      (view("abcdefg"), view("abcdefgh"), "h\r\n"),
      (view("abcdefgh"), view("abcdefghi"), "i"),
      (view("abcdefghi"), view("abcdefgh"), "\r\u{1B}[K"),
      (view("", status: "a"), view("", status: "b"), "\u{1B}[B\rb\u{1B}[A\u{1B}[3G"),
      (view("", status: "a"), view(""), "\u{1B}[B\r\u{1B}[K\u{1B}[A\u{1B}[3G"),
      (view("a"), view("a❤️"), "\u{1B}[K❤️\u{1B}[6G\u{1B}[K"),
    ])
  func writesNoMoreThanHasChanged(_ old: View, _ new: View, _ expected: String) {
    var screen = Screen(columns: 10, rows: 5)
    _ = screen.show(old)
    #expect(Self.text(screen.show(new)) == expected)
  }

  @Test func printsAboveTheLine() {
    var screen = Screen(columns: 10, rows: 5)
    #expect(Self.text(screen.print(["before"])) == "before\r\n")
    _ = screen.show(Self.view("abcdefghij", at: 1))
    #expect(
      Self.text(screen.print(["one\r\n"]))
        == "\u{8}\u{8}\u{1B}[J\r\u{1B}[Kone\r\n> abcdefgh\r\nij\u{1B}[A\u{1B}[4G")
    let two = Self.text(screen.print(["one\n", "two"]))
    #expect(two.hasPrefix("\u{1B}[?2026h\u{8}\u{8}\u{1B}[J\r\u{1B}[Kone\r\ntwo\r\n> "))
    #expect(two.hasSuffix("\u{1B}[?2026l"))
    #expect(screen.print([String]()).isEmpty)
  }

  @Test(
    arguments: [
      (view("abc", at: 1, status: "up"), true, ["> abc"], 1),
      (view("abc", at: 1, status: "up"), false, [], 0),
      (view("abcdefgh", status: "up"), true, ["> abcdefgh"], 1),
      (view("abcdefghi", at: 0, status: "up"), true, ["> abcdefgh", "i"], 2),
      (view("", status: "up"), true, [">"], 1),
    ])
  func leaves(_ view: View, _ isKept: Bool, _ rows: [String], _ row: Int) {
    var screen = Screen(columns: 10, rows: 5)
    var terminal = Terminal(columns: 10, rows: 5)
    terminal.write(screen.show(view))
    terminal.write(screen.leave(keepingText: isKept))
    let shown = terminal.grid.map { $0.text.trimmed }.filter { !$0.isEmpty }
    #expect(shown == rows)
    #expect(terminal.row == row)
    #expect(terminal.column == 0)
    #expect(terminal.style == "")
    #expect(screen.leave().isEmpty)
    #expect(screen.print(["x"]) == Array("x\r\n".utf8))
  }

  @Test func whatIsTallerThanTheScreenIsShownAroundTheCursor() {
    var screen = Screen(columns: 5, rows: 4)
    var terminal = Terminal(columns: 5, rows: 4)
    let letters = "abcdefghijklmnopqrstuvwxyz"
    terminal.write(screen.show(Self.view(letters, status: "status")))
    #expect(terminal.grid.map(\.text) == ["<opqr", "stuvw", "xyz", "statu"])
    #expect((terminal.row, terminal.column) == (2, 3))
    terminal.write(screen.show(Self.view(letters, at: 9, status: "status")))
    #expect(terminal.grid.map(\.text) == ["<efgh", "ijklm", "nopqr", "statu"])
    #expect((terminal.row, terminal.column) == (1, 1))
    terminal.write(screen.show(Self.view(letters, at: 0, status: "status")))
    #expect(terminal.grid.map(\.text) == ["> abc", "defgh", "ijklm", "statu"])
    #expect(terminal.scrollback.isEmpty)
    #expect(terminal.unknown.isEmpty)
  }

  @Test func clearsToTheTop() {
    var screen = Screen(columns: 10, rows: 5)
    var terminal = Terminal(columns: 10, rows: 5)
    terminal.write(screen.print(["one", "two"]))
    terminal.write(screen.show(Self.view("abc", at: 1, status: "up")))
    terminal.write(screen.clear())
    #expect(terminal.grid.map(\.text) == ["> abc", "up", "", "", ""])
    #expect((terminal.row, terminal.column) == (0, 3))
    #expect(terminal.lines(above: 0) == ["one", "two"])
  }

  @Test func stylesOfThePromptEndWithIt() {
    var screen = Screen(columns: 20, rows: 5)
    var terminal = Terminal(columns: 20, rows: 5)
    let view = View(
      prompt: "\u{1B}[1;36mws>\u{1B}[m ", text: ["a"], cursor: 1, status: "\u{1B}[7mup")
    terminal.write(screen.show(view))
    let styles = terminal.grid[0].cells.prefix(6).map { $0?.style }
    #expect(styles == ["1;36;", "1;36;", "1;36;", "", "", nil])
    #expect(terminal.grid[1].cells[0]?.style == "7;")
    #expect(terminal.style == "")
    #expect((terminal.row, terminal.column) == (0, 5))
  }

  @Test func nothingOfTheTextDrivesTheTerminal() {
    var screen = Screen(columns: 40, rows: 5)
    var terminal = Terminal(columns: 40, rows: 5)
    let hostile = "\u{1B}[2J\u{9B}2J\u{7}\r\n\u{202E}x"
    let view = View(prompt: "\u{1B}]0;", text: Array(hostile), status: hostile)
    terminal.write(screen.show(view))
    #expect(terminal.unknown.isEmpty)
    #expect(terminal.bells == 0)
    #expect(
      terminal.grid[0].text == "\u{FFFD}]0;\u{FFFD}[2J\u{FFFD}2J\u{FFFD}\u{FFFD}\u{FFFD}x")
  }

  @Test func beginAndEndUndoEachOther() {
    var terminal = Terminal(columns: 10, rows: 5)
    terminal.write(Screen.begin)
    #expect(terminal.modes == [2004: true])
    terminal.write(Screen.end + Screen.bell)
    #expect(terminal.modes == [2004: false])
    #expect(terminal.bells == 1)
  }

  @Test(
    arguments: [
      (view(""), view("a"), "a"),
      (view("abc"), view("ab"), "\u{8} \u{8}"),
      (view("abcd"), view("abcd", at: 1), "\u{8}\u{8}\u{8}"),
      (view("abcd", at: 1), view("abcd", at: 3), "bc"),
      (view("acd", at: 1), view("abcd", at: 2), "bcd\u{8}\u{8}"),
      (view("日本"), view("日"), "\u{8}\u{8}  \u{8}\u{8}"),
      (view("abcdefg", at: 6), view("abcdefg"), "\r<defg    \u{8}\u{8}\u{8}\u{8}"),
    ])
  func aDumbTerminalGetsNoSequence(_ old: View, _ new: View, _ expected: String) {
    var screen = Screen(columns: 10, rows: 5, isDumb: true)
    _ = screen.show(old)
    #expect(Self.text(screen.show(new)) == expected)
  }

  @Test func aDumbTerminalPrintsOverTheLine() {
    var screen = Screen(columns: 10, rows: 5, isDumb: true)
    var styled = Self.view("ab", at: 1, status: "up")
    styled.prompt = "\u{1B}[1m> \u{1B}[m"
    #expect(Self.text(screen.show(styled)) == "> ab\u{8}")
    #expect(Self.text(screen.print(["x", "y"])) == "\r    \rx\r\ny\r\n> ab\u{8}")
    #expect(Self.text(screen.clear()) == "\r\n> ab\u{8}")
    #expect(Self.text(screen.leave()) == "\r\n")
  }
}

extension String {
  fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
