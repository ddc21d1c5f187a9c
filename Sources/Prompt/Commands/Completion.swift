import WebSocket

/// What Tab offers.
public struct Completion: Hashable, Sendable {
  /// Where what is offered comes from.
  public enum Source: Hashable, Sendable {
    /// These, in their order; each begins with ``Completion/word``. There is at least one.
    case words([String])
    /// The files whose path begins with ``Completion/word``, for the caller to list.
    case files
  }

  /// What stands before the cursor and is replaced by what is chosen.
  public let word: String
  /// What may replace it.
  public let source: Source

  /// What can stand at the cursor; nil where nothing is completed: in a message, or where an argument is
  /// free.
  ///
  /// - Parameter line: the line up to the cursor.
  public init?(of line: String) {
    let line = String(line.drop { $0 == " " })
    guard line.hasPrefix("/"), !line.hasPrefix("//") else { return nil }
    let typed = line.dropFirst()
    guard let space = typed.firstIndex(where: \.isWhitespace) else {
      self.init(line, CommandEntry.all.map { "/" + $0.name })
      return
    }
    let argument = String(typed[typed.index(after: space)...].drop(while: \.isWhitespace))
    guard let entry = CommandEntry.named(typed[..<space]) else { return nil }
    switch entry.completion {
    case .nothing: return nil
    case .command: self.init(argument, CommandEntry.all.map(\.name))
    case .words(let words): self.init(argument, words)
    case .closeCode:
      let codes = (UInt16(1000)...1014).map { CloseCode(rawValue: $0) }.filter(\.mayBeSent)
      self.init(argument, codes.map { String($0.rawValue) })
    case .file:
      self.init(word: argument, source: .files)
    case .fileAfterAt:
      guard argument.hasPrefix("@") else { return nil }
      self.init(word: String(argument.dropFirst()), source: .files)
    }
  }

  private init?(_ word: String, _ words: [String]) {
    let fitting = words.filter { $0.hasPrefix(word) }
    guard !fitting.isEmpty else { return nil }
    self.init(word: word, source: .words(fitting))
  }

  private init(word: String, source: Source) {
    self.word = word
    self.source = source
  }
}
