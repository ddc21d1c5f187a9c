/// Turns what a terminal sends into keys, however the bytes are split over reads.
///
/// After `parse`, if `isPending`, wait a moment (50 ms) for more; if nothing comes, call `flush`:
/// only time tells the Esc key from the beginning of a sequence. If `isPasting` and a second brings
/// nothing, call `endPaste`.
public struct KeyParser: Sendable {
  private enum State {
    /// Text and control characters.
    case text
    /// After Esc.
    case escape
    /// After `Esc [`: CSI.
    case sequence
    /// After `Esc O`: SS3.
    case application
    /// After `Esc [ [`: a function key of the Linux console, one more byte.
    case console
    /// In a bracketed paste.
    case paste
  }

  private static let endOfPaste = Array("\u{1B}[201~".utf8)
  /// No sequence that is known has more parameter bytes; the rest of a longer one is swallowed.
  private static let parameterLimit = 16

  private let isUTF8: Bool
  private var state = State.text
  /// Esc stood before the Esc of the sequence (rxvt sends Alt with an arrow so).
  private var isAlt = false
  /// Alt with a character of several bytes: what is decoded next.
  private var isMeta = false
  private var parameters: [UInt8] = []
  /// The beginning of a UTF-8 character that the last read cut: at most three bytes.
  private var cut: [UInt8] = []
  private var pasted: [UInt8] = []
  /// How many bytes of the end of the paste have been seen.
  private var endMatched = 0

  /// A parser of UTF-8, or of Latin-1 where the locale is not UTF-8.
  public init(isUTF8: Bool = true) {
    self.isUTF8 = isUTF8
  }

  /// True while an Esc or the beginning of a sequence waits for what follows.
  public var isPending: Bool { state != .text && state != .paste }

  /// True within a bracketed paste.
  public var isPasting: Bool { state == .paste }

  /// The keys that `bytes`, what was read next, complete. Linear in their number.
  public mutating func parse(_ bytes: some Sequence<UInt8>) -> [Key] {
    let input = cut + bytes
    cut = []
    var keys: [Key] = []
    var at = 0
    while at < input.count {
      switch state {
      case .text: at = text(input, from: at, into: &keys)
      case .paste: at = paste(input, from: at, into: &keys)
      case .escape: at += escape(input[at], into: &keys)
      case .sequence: at += sequence(input[at], into: &keys)
      case .application: at += application(input[at], into: &keys)
      case .console:
        at += 1
        finish(.unknown, into: &keys)
      }
    }
    return keys
  }

  /// Nothing followed in time: the keys that were pending. A paste and a UTF-8 character go on
  /// waiting.
  public mutating func flush() -> [Key] {
    var keys: [Key] = []
    switch state {
    case .text, .paste: break
    case .escape:
      keys = isAlt ? [.escape, .escape] : [.escape]
      state = .text
      isAlt = false
    case .sequence: finish(parameters.isEmpty ? .meta("[") : .unknown, into: &keys)
    case .application: finish(parameters.isEmpty ? .meta("O") : .unknown, into: &keys)
    case .console: finish(.unknown, into: &keys)
    }
    return keys
  }

  /// The end of the paste was lost: what came is the paste, and what comes next are keys. The end
  /// is a key that nobody knows if it comes after all.
  public mutating func endPaste() -> [Key] {
    guard isPasting else { return [] }
    state = .text
    endMatched = 0
    return [.paste(takePaste())]
  }

  private mutating func finish(_ key: Key, into keys: inout [Key]) {
    keys.append(key)
    state = .text
    isAlt = false
    parameters = []
  }

  // MARK: Text

  private mutating func text(_ input: [UInt8], from start: Int, into keys: inout [Key]) -> Int {
    var end = start
    while end < input.count, !Self.isControl(input[end]) { end += 1 }
    guard end > start else {
      if let key = Self.controlKey(input[start]) { keys.append(key) } else { state = .escape }
      return start + 1
    }
    var run = input[start..<end]
    if isUTF8, end == input.count {
      cut = Array(run.suffix(Self.incompleteSuffix(run)))
      run = run.dropLast(cut.count)
    }
    for character in decode(run) {
      keys.append(isMeta ? .meta(character) : Self.key(character))
      isMeta = false
    }
    return end
  }

  private func decode(_ bytes: ArraySlice<UInt8>) -> String {
    if isUTF8 { return String(decoding: bytes, as: UTF8.self) }
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(Unicode.Scalar(byte)) }
    return String(text)
  }

  /// A C1 control character is none that a keyboard has.
  private static func key(_ character: Character) -> Key {
    guard let value = character.unicodeScalars.first?.value else { return .unknown }
    return (0x80...0x9F).contains(value) ? .unknown : .character(character)
  }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x7F }

  /// The key of a control character; nil is Esc.
  private static func controlKey(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x09: .tab
    case 0x0D: .enter
    case 0x1B: nil
    case 0x7F: .backspace
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte | 0x60)))
    default: .control(Character(Unicode.Scalar(byte | 0x40)))
    }
  }

  /// How many bytes at the end begin a well-formed character that goes on (Unicode, table 3-7).
  private static func incompleteSuffix(_ bytes: ArraySlice<UInt8>) -> Int {
    var second: UInt8?
    for (back, byte) in bytes.suffix(3).reversed().enumerated() {
      if byte & 0xC0 == 0x80 {
        second = byte
        continue
      }
      let (length, allowed): (Int, ClosedRange<UInt8>) =
        switch byte {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        default: (1, 0x80...0xBF)
        }
      guard back + 1 < length, second.map(allowed.contains) ?? true else { return 0 }
      return back + 1
    }
    return 0
  }

  // MARK: Sequences (each answers how many bytes it took)

  private mutating func escape(_ byte: UInt8, into keys: inout [Key]) -> Int {
    switch byte {
    case 0x1B:
      if isAlt { keys.append(.escape) }
      isAlt = true
    case UInt8(ascii: "["): state = .sequence
    case UInt8(ascii: "O"): state = .application
    default:
      if isAlt { keys.append(.escape) }
      if byte < 0x80 {
        finish(.meta(Character(Unicode.Scalar(byte))), into: &keys)
        return 1
      }
      isMeta = true
      isAlt = false
      state = .text
      return 0
    }
    return 1
  }

  private mutating func sequence(_ byte: UInt8, into keys: inout [Key]) -> Int {
    switch byte {
    case UInt8(ascii: "[") where parameters.isEmpty: state = .console
    // `$` is an intermediate byte, but rxvt ends Shift with a key by it.
    case UInt8(ascii: "$") where (0x30...0x39).contains(parameters.first ?? 0), 0x40...0x7E:
      guard parameters.count <= Self.parameterLimit else {
        finish(.unknown, into: &keys)
        break
      }
      if let key = Sequences.key(parameters: parameters, final: byte, isAlt: isAlt) {
        finish(key, into: &keys)
      } else {
        state = .paste
        isAlt = false
        parameters = []
      }
    case 0x20...0x3F:
      if parameters.count <= Self.parameterLimit { parameters.append(byte) }
    default:
      finish(.unknown, into: &keys)
      return 0
    }
    return 1
  }

  private mutating func application(_ byte: UInt8, into keys: inout [Key]) -> Int {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: ";"):
      if parameters.count <= Self.parameterLimit { parameters.append(byte) }
    case 0x20...0x7E:
      let key = Sequences.applicationKey(parameters: parameters, final: byte, isAlt: isAlt)
      finish(key, into: &keys)
    default:
      finish(parameters.isEmpty ? .meta("O") : .unknown, into: &keys)
      return 0
    }
    return 1
  }

  // MARK: Pastes

  private mutating func paste(_ input: [UInt8], from start: Int, into keys: inout [Key]) -> Int {
    let end = Self.endOfPaste
    var at = start
    while at < input.count {
      if endMatched == 0 {
        let next = input[at...].firstIndex(of: end[0]) ?? input.count
        pasted += input[at..<next]
        guard next < input.count else { return next }
        at = next + 1
        endMatched = 1
      } else if input[at] == end[endMatched] {
        at += 1
        endMatched += 1
        if endMatched == end.count {
          endMatched = 0
          state = .text
          keys.append(.paste(takePaste()))
          return at
        }
      } else {
        // Esc occurs once in the end, so nothing that matched can begin it anew.
        pasted += end[..<endMatched]
        endMatched = 0
      }
    }
    return at
  }

  /// Terminals send a line end as CR, some as CR LF.
  private mutating func takePaste() -> String {
    defer { pasted = [] }
    var kept = 0
    var previous: UInt8 = 0
    for index in pasted.indices {
      let byte = pasted[index]
      if byte != 0x0A || previous != 0x0D {
        pasted[kept] = byte == 0x0D ? 0x0A : byte
        kept += 1
      }
      previous = byte
    }
    return decode(pasted[..<kept])
  }
}
