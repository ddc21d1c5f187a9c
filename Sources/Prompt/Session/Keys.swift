import Client
import Editor
import Platform
import Text
import Transcript
import WebSocket

// What is typed.
extension Dialogue {
  /// Returns a signal's number to give up the connection that is being made.
  func handle(_ key: Key) -> Int32? {
    switch line.handle(key) {
    case .none, .changed: break
    case .bell: console.write(Screen.bell)
    case .redraw: console.write(screen.clear())
    case .submit(let text):
      submit(text)
      // "/quit" while a connection is being made.
      if isLeaving, conversation == nil { return SIGINT }
    case .complete: complete()
    case .editExternally: edit(line.contents, isLine: true)
    case .suspend: suspend(wholeJob: true)
    case .interrupt, .end: return leaveInOrder()
    }
    return nil
  }

  /// Stops, and begins a new screen when it goes on.
  func suspend(wholeJob: Bool) {
    console.write(screen.leave())
    console.suspend(wholeJob: wholeJob)
    screen = console.screen
  }

  /// Ctrl-C or Ctrl-D on an empty line: a proper Close; the second time, the end at once.
  private func leaveInOrder() -> Int32? {
    let isSecond = isLeaving
    isLeaving = true
    retry = nil
    guard let conversation else { return SIGINT }
    if isSecond { conversation.abandon() } else { conversation.close(Close(.normal)) }
    return nil
  }

  private func submit(_ text: String) {
    let command: Command
    do {
      command = try Command(parsing: text)
    } catch {
      remember(text)
      return problem(error.message)
    }
    guard case .message(let message) = command else {
      remember(text)
      return perform(command)
    }
    guard isConnected else { return keep(text) }
    remember(text)
    submit(message: message)
  }

  private func remember(_ text: String) {
    if line.remember(text) { historyFile?.append(text) }
  }

  /// A line that cannot be sent stays. Enter takes "the offer to reconnect".
  private func keep(_ text: String) {
    line.replace(text: text)
    if isWaiting {
      connectAgain()
      note(text.isEmpty ? "connecting" : "connecting; then Enter sends the line")
    } else if !text.isEmpty {
      note("not connected, and not sent: the line is kept")
    }
  }

  /// A message would go out.
  var isConnected: Bool { conversation?.isClosing == false }

  func submit(message: String) { send(settings.kind, Array(message.utf8)) }

  /// Puts a message behind those that wait; false without a connection.
  @discardableResult
  func send(_ kind: MessageKind, _ bytes: [UInt8]) -> Bool {
    guard isConnected else {
      problem("not connected, and not sent: /reconnect connects again")
      return false
    }
    outbox.append(Outbox.Message(kind, bytes))
    sent.messages += 1
    sent.bytes += bytes.count
    record(kind == .text ? .text(bytes) : .binary(bytes), .outgoing)
    return true
  }

  /// Hands the terminal to somebody's editor. `isLine`: what is written there becomes the line, else it is sent.
  func edit(_ text: String, isLine: Bool = false) {
    console.write(screen.leave(keepingText: false))
    console.release()
    do throws(ExternalEditor.Failure) {
      externalEditor = try ExternalEditor(settings.editor, text: text, isLine: isLine)
    } catch {
      console.take()
      screen = console.screen
      problem(error.message)
    }
  }

  // MARK: Tab

  private func complete() {
    let characters = line.characters
    let typed = String(characters[..<line.cursor])
    guard let completion = Prompt.Completion(of: typed) else { return console.write(Screen.bell) }
    let candidates: [String]
    switch completion.source {
    case .words(let words): candidates = words.map { $0 + " " }
    case .files: candidates = Files.matching(completion.word)
    }
    let start = line.cursor - completion.word.count
    switch line.complete(candidates, replacing: start..<line.cursor) {
    case .changed: break
    case .bell: console.write(Screen.bell)
    case .list(let all):
      display.add(
        rows(all.prefix(200).map { Escape.text($0.hasSuffix(" ") ? String($0.dropLast()) : $0) }))
    }
  }
}

extension Dialogue {
  /// Words with two spaces between them, none broken at the edge.
  private func rows(_ words: [String]) -> [String] {
    var rows: [String] = []
    for word in words {
      if let last = rows.last,
        Width.columns(of: last) + 2 + Width.columns(of: word) < console.size.columns
      {
        rows[rows.count - 1] += "  " + word
      } else {
        rows.append(word)
      }
    }
    return rows
  }
}

/// Names of files.
enum Files {
  /// `~/` is the home folder, as people are used to from shells.
  static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }

  /// The paths that begin with `prefix`: folders with a slash at the end, files with a space.
  static func matching(_ prefix: String) -> [String] {
    let slash = prefix.lastIndex(of: "/")
    let folder = slash.map { String(prefix[...$0]) } ?? ""
    let start = slash.map { prefix[prefix.index(after: $0)...] } ?? prefix[...]
    guard let stream = opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      // What would drive the terminal is nobody's wish to type.
      guard name.hasPrefix(start), name != ".", name != "..",
        !name.hasPrefix(".") || start.hasPrefix("."),
        name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
      else { continue }
      var status = stat()
      let isFolder =
        stat(expanded(folder) + name, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      names.append(folder + name + (isFolder ? "/" : " "))
    }
    return names.sorted()
  }
}
