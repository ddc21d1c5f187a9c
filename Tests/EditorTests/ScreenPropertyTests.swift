import Testing

@testable import Editor

/// Random views, prints and resizes on the model terminal: after each step it shows what a painter
/// that draws the view for the first time would show, and above that what was printed.
@Suite struct ScreenPropertyTests {
  /// SplitMix64: the same steps each time.
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }
  }

  struct Trial {
    var random: Generator
    var screen: Screen
    var terminal: Terminal
    var view = View()
    var printed: [String] = []

    init(columns: Int, rows: Int, seed: UInt64, measure: Terminal.Measure) {
      random = Generator(state: seed)
      screen = Screen(columns: columns, rows: rows)
      terminal = Terminal(columns: columns, rows: rows, measure: measure)
    }

    static let pool: [Character] = [
      "a", "b", "c", " ", "x", "é", "e\u{301}", "日", "本", "Ａ", "😀", "👍🏽", "👨‍👩‍👧", "🇩🇪", "❤️", "का",
      "\u{301}", "\u{200B}", "한", "⏎",
    ]

    mutating func character() -> Character {
      Bool.random(using: &random) ? "q" : Trial.pool.randomElement(using: &random) ?? "q"
    }

    mutating func edit() {
      switch Int.random(in: 0..<11, using: &random) {
      case 0...3:
        view.text.insert(character(), at: view.cursor)
        view.cursor += 1
      case 4:
        if view.cursor > 0 {
          view.cursor -= 1
          view.text.remove(at: view.cursor)
        }
      case 5: view.cursor = Int.random(in: 0...view.text.count, using: &random)
      case 6:
        let rows = Int.random(in: 0...4, using: &random)
        let length = max(0, terminal.columns * rows + Int.random(in: -3...2, using: &random))
        view.text = (0..<length).map { _ in character() }
        view.cursor = [0, length / 2, length].randomElement(using: &random) ?? 0
      case 7: view.cursor = view.text.count
      case 8:
        view.status = [nil, "up", "426 → 101, wss, 日本", ""].randomElement(using: &random) ?? nil
      case 9:
        view.prompt = ["", "> ", "\u{1B}[32m日>\u{1B}[m "].randomElement(using: &random) ?? ""
      default:
        view.text = []
        view.cursor = 0
      }
    }

    mutating func step() -> String {
      switch Int.random(in: 0..<10, using: &random) {
      case 0:
        let count = Int.random(in: 1...3, using: &random)
        let lines = (0..<count).map { index in
          "\(printed.count + index):"
            + String(
              repeating: "m", count: Int.random(in: 0...terminal.columns * 2, using: &random))
        }
        terminal.write(screen.print(lines))
        printed += lines
        return "print \(lines)"
      case 1:
        let columns = Int.random(in: 5...40, using: &random)
        let rows = Int.random(in: 2...12, using: &random)
        let goesAway = mayLeaveTheScreen(columns: columns, rows: rows)
        terminal.resize(columns: columns, rows: rows)
        terminal.write(screen.resize(columns: columns, rows: rows))
        // Rows of the area that the terminal itself has pushed off the screen are out of reach.
        if goesAway {
          terminal.endLine(above: top())
          printed = terminal.lines(above: top())
        }
        return "resize to \(columns), \(rows)"
      default:
        edit()
        terminal.write(screen.show(view))
        return "show \(view)"
      }
    }

    func mayLeaveTheScreen(columns: Int, rows: Int) -> Bool {
      let last = terminal.grid.lastIndex { $0.used > 0 } ?? 0
      let cells = max(last, terminal.row) + 1 - top()
      return cells * ((terminal.columns + columns - 2) / (columns - 1)) >= rows
    }

    /// A screen of this size that has never shown anything else.
    func fresh() -> Terminal {
      var fresh = Terminal(
        columns: terminal.columns, rows: terminal.rows, measure: terminal.measure)
      var painter = Screen(columns: fresh.columns, rows: fresh.rows)
      fresh.write(painter.show(view))
      return fresh
    }

    func top() -> Int { terminal.row - fresh().row }

    /// What is wrong, or nil.
    func fault() -> String? {
      let fresh = fresh()
      let top = terminal.row - fresh.row
      if top < 0 { return "the area begins above the screen" }
      if terminal.column != fresh.column { return "cursor in \(terminal.column)" }
      if terminal.isPending { return "the cursor is after the last column" }
      let area = terminal.grid[top...].map(\.cells)
      let expected = fresh.grid.map(\.cells)
      if area != expected.prefix(area.count) + [] { return "the area differs" }
      if expected.dropFirst(area.count).contains(where: { $0.contains { $0 != nil } }) {
        return "the area is cut off"
      }
      if terminal.lines(above: top) != printed {
        return "above: \(terminal.lines(above: top).suffix(4)) for \(printed.suffix(4))"
      }
      if terminal.style != "" { return "a style is left" }
      if terminal.modes.contains(where: { $0.key == 7 ? !$0.value : $0.key != 2026 || $0.value }) {
        return "modes \(terminal.modes)"
      }
      return terminal.unknown.first
    }
  }

  @Test(arguments: [5, 6, 7, 10, 20, 80, 200], [Terminal.Measure.clusters, .scalars])
  func whatIsShownIsWhatADrawingFromScratchShows(_ columns: Int, _ measure: Terminal.Measure) {
    for seed in UInt64(0)..<6 {
      var trial = Trial(columns: columns, rows: 4 + Int(seed % 7), seed: seed, measure: measure)
      trial.terminal.write(trial.screen.show(trial.view))
      var steps: [String] = []
      for _ in 0..<120 {
        steps.append(trial.step())
        guard let fault = trial.fault() else { continue }
        let rows = trial.terminal.grid.map(\.text)
        Issue.record("seed \(seed): \(fault)\n\(rows)\nafter \(steps.suffix(3))")
        return
      }
    }
  }

  /// Both kinds of terminal have the cursor in the same cell, whatever they make of an emoji.
  @Test(arguments: [5, 8, 13, 40])
  func theCursorDoesNotDependOnHowATerminalMeasures(_ columns: Int) {
    var first = Trial(columns: columns, rows: 9, seed: 7, measure: .clusters)
    var second = Trial(columns: columns, rows: 9, seed: 7, measure: .scalars)
    first.terminal.write(first.screen.show(first.view))
    second.terminal.write(second.screen.show(second.view))
    for _ in 0..<400 {
      first.edit()
      second.edit()
      first.terminal.write(first.screen.show(first.view))
      second.terminal.write(second.screen.show(second.view))
      #expect(first.terminal.row == second.terminal.row)
      #expect(first.terminal.column == second.terminal.column)
    }
  }

  @Test(arguments: [1, 2, 3, 4])
  func theNarrowestScreensShowSomething(_ columns: Int) {
    for seed in UInt64(0)..<4 {
      var trial = Trial(
        columns: columns, rows: 1 + Int(seed), seed: seed, measure: .clusters)
      trial.terminal.write(trial.screen.show(trial.view))
      for _ in 0..<100 {
        trial.edit()
        trial.terminal.write(trial.screen.show(trial.view))
        if let fault = trial.fault() {
          Issue.record("seed \(seed): \(fault)\n\(trial.terminal.grid.map(\.text)) \(trial.view)")
          return
        }
      }
    }
  }

  /// A key at the end of the line costs its own bytes, and at the margin a new row.
  @Test(arguments: [5, 10, 80])
  func aTypedCharacterCostsEightBytesAtMost(_ columns: Int) {
    var screen = Screen(columns: columns, rows: 60)
    var view = View(prompt: "> ")
    _ = screen.show(view)
    for character in String(repeating: "a日é", count: 40) {
      view.text.append(character)
      view.cursor += 1
      let bytes = screen.show(view)
      #expect(bytes.count <= 8, "\(String(decoding: bytes, as: UTF8.self).debugDescription)")
    }
  }

  /// The one row of a dumb terminal, drawn with nothing but characters, CR, BS and spaces.
  @Test(arguments: [5, 10, 40])
  func aDumbTerminalShowsTheSameRow(_ columns: Int) {
    var trial = Trial(columns: columns, rows: 5, seed: 3, measure: .clusters)
    trial.screen = Screen(columns: columns, rows: 5, isDumb: true)
    for step in 0..<400 {
      trial.edit()
      var bytes = trial.screen.show(trial.view)
      if step % 7 == 0 { bytes += trial.screen.print(["m"]) }
      #expect(!bytes.contains(0x1B))
      trial.terminal.write(bytes)
      var fresh = Terminal(columns: columns, rows: 5)
      var painter = Screen(columns: columns, rows: 5, isDumb: true)
      fresh.write(painter.show(trial.view))
      let shown = trial.terminal.grid[trial.terminal.row].text.prefix { _ in true }
      #expect(shown.filter { $0 != " " } == fresh.grid[0].text.filter { $0 != " " })
      #expect(trial.terminal.column == fresh.column)
    }
  }
}
