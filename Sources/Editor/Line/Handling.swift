// What each key does.
extension Line {
  /// Does what `key` does, and says what the owner is to do.
  public mutating func handle(_ key: Key) -> Action {
    previous = current
    current = .other
    let prefix = prefix
    self.prefix = .none
    switch prefix {
    case .quoted: return quote(key)
    case .controlX: return afterControlX(key)
    case .none: break
    }
    guard search != nil else { return perform(key) }
    if let action = handleInSearch(key) { return action }
    // The search's prompt has gone, whatever else the key does.
    let action = perform(key)
    return action == .none ? .changed : action
  }

  private mutating func perform(_ key: Key) -> Action {
    switch key {
    case .character(let character): return type(character)
    case .control(let character): return control(character)
    case .meta(let character): return meta(character)
    case .paste(let text):
      guard !text.isEmpty else { return .none }
      buffer.insert(Unit.units(of: text, limit: Unit.pasteLimit))
      return .changed
    case .enter: return submit()
    case .tab:
      current = .tab
      return .complete
    case .backspace: return delete(buffer.cursor - 1..<buffer.cursor)
    case .delete: return delete(buffer.cursor..<buffer.cursor + 1)
    case .up: return older()
    case .down: return newer()
    case .left: return move(to: buffer.cursor - 1)
    case .right: return move(to: buffer.cursor + 1)
    case .home: return move(to: 0)
    case .end: return move(to: buffer.units.count)
    case .wordLeft: return move(to: buffer.wordStart(before: buffer.cursor))
    case .wordRight: return move(to: buffer.wordEnd(after: buffer.cursor))
    case .backTab, .escape, .pageUp, .pageDown, .unknown: return .none
    }
  }

  private mutating func control(_ character: Character) -> Action {
    switch character {
    case "a": return perform(.home)
    case "b": return perform(.left)
    case "c":
      if isEmpty, position == nil { return .interrupt }
      clear()
      return .changed
    case "d": return deleteOrEnd()
    case "e": return perform(.end)
    case "f": return perform(.right)
    case "g": return .bell
    case "h": return perform(.backspace)
    case "j": return submit()
    case "k": return kill(buffer.cursor..<buffer.units.count)
    case "l": return .redraw
    case "n": return newer()
    case "o": return type("\n")
    case "p": return older()
    case "q", "v":
      prefix = .quoted
      return .none
    case "r": return startSearch(isBackward: true)
    case "s": return startSearch(isBackward: false)
    case "t": return buffer.transposeCharacters() ? .changed : .bell
    case "u": return kill(0..<buffer.cursor)
    case "w": return kill(buffer.blankStart(before: buffer.cursor)..<buffer.cursor)
    case "x":
      prefix = .controlX
      return .none
    case "y": return yank()
    case "z": return .suspend
    case "_": return undo()
    default: return .none
    }
  }

  private mutating func meta(_ character: Character) -> Action {
    switch character {
    case "\r", "\n": return type("\n")
    case "\u{7F}", "\u{08}": return kill(buffer.wordStart(before: buffer.cursor)..<buffer.cursor)
    case "<": return oldest()
    case ">": return newest()
    case ".", "_": return lastArgument()
    case "b", "B": return perform(.wordLeft)
    case "c", "C":
      return recase { $1 ? $0.uppercased() : $0.lowercased() }
    case "d", "D": return kill(buffer.cursor..<buffer.wordEnd(after: buffer.cursor))
    case "f", "F": return perform(.wordRight)
    case "l", "L": return recase { character, _ in character.lowercased() }
    case "t", "T": return buffer.transposeWords() ? .changed : .bell
    case "u", "U": return recase { character, _ in character.uppercased() }
    case "y", "Y": return yankPop()
    default: return .none
    }
  }

  // MARK: Editing

  private mutating func type(_ character: Character) -> Action {
    buffer.insert([.character(character)], isTyping: previous == .typing)
    current = .typing
    return .changed
  }

  private mutating func move(to index: Int) -> Action {
    let before = buffer.cursor
    buffer.move(to: index)
    return buffer.cursor == before ? .none : .changed
  }

  private mutating func delete(_ range: Range<Int>) -> Action {
    guard range.lowerBound >= 0, range.upperBound <= buffer.units.count else { return .bell }
    buffer.replace(range, with: [])
    return .changed
  }

  /// Readline too takes the end from a key that is still held after it deleted the line.
  private mutating func deleteOrEnd() -> Action {
    if isEmpty, previous != .deletion { return .end }
    current = .deletion
    return delete(buffer.cursor..<buffer.cursor + 1)
  }

  private mutating func kill(_ range: Range<Int>) -> Action {
    current = .kill
    guard !range.isEmpty else { return .bell }
    killRing.add(
      Array(buffer.units[range]), isBefore: range.upperBound == buffer.cursor,
      isJoining: previous == .kill)
    buffer.replace(range, with: [])
    return .changed
  }

  private mutating func yank() -> Action {
    guard let units = killRing.current else { return .bell }
    buffer.insert(units)
    current = .yank
    return .changed
  }

  private mutating func yankPop() -> Action {
    guard previous == .yank else { return .bell }
    _ = buffer.undo()
    killRing.rotate()
    return yank()
  }

  private mutating func undo() -> Action { buffer.undo() ? .changed : .bell }

  private mutating func recase(_ casing: (Character, Bool) -> String) -> Action {
    buffer.recase(casing) ? .changed : .bell
  }

  mutating func submit() -> Action {
    let text = contents
    clear()
    return .submit(text)
  }

  // MARK: After a prefix

  private mutating func afterControlX(_ key: Key) -> Action {
    switch key {
    case .control("e"): return .editExternally
    case .control("u"): return undo()
    default: return .bell
    }
  }

  /// Ctrl-V: the key's own character goes into the text. A key that has none does what it does.
  private mutating func quote(_ key: Key) -> Action {
    switch key {
    case .control(let character):
      guard let value = character.asciiValue else { return .bell }
      return type(Character(Unicode.Scalar(value & 0x1F)))
    case .enter: return type("\r")
    case .tab: return type("\t")
    case .escape: return type("\u{1B}")
    case .backspace: return type("\u{7F}")
    default: return perform(key)
    }
  }
}
