/// A parser that meets the outside, with what must hold of it for any bytes. libFuzzer and the tests call the same.
struct Fuzzed: Sendable {
  /// What it is called on a command line, and its folder in `Corpus`.
  let name: String
  /// More bytes show nothing that fewer do not.
  var longest = 4096
  /// Throws what does not hold.
  let check: @Sendable (_ input: [UInt8]) throws -> Void

  /// All of them, those first that read what a peer sends.
  static let all: [Fuzzed] = http + webSocket + json + texts + files + typed
}

/// What does not hold.
struct Broken: Error, CustomStringConvertible {
  let description: String
}

/// Throws unless it holds.
func hold(
  _ condition: Bool, _ what: @autoclosure () -> String, file: StaticString = #fileID,
  line: Int = #line
) throws(Broken) {
  guard !condition else { return }
  throw Broken(description: "\(file):\(line): \(what())")
}

/// Bytes from which choices are taken, one after the other; without any more, the first choice.
struct Choices {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func flag() -> Bool { byte() & 1 == 1 }

  mutating func one<Element>(of elements: [Element]) -> Element {
    elements[Int(byte()) % elements.count]
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }
}

/// How bytes are cut into pieces: whole, one by one, and at places that the bytes themselves decide.
enum Cut: CaseIterable {
  case whole, bytes, anywhere

  /// The pieces, none of them empty.
  func pieces(of bytes: some Collection<UInt8>) -> [[UInt8]] {
    switch self {
    case .whole: return bytes.isEmpty ? [] : [Array(bytes)]
    case .bytes: return bytes.map { [$0] }
    case .anywhere:
      var random = Generator(state: bytes.reduce(14_695_981_039_346_656_037) { Self.mixed($0, $1) })
      var pieces: [[UInt8]] = []
      var rest = bytes[...]
      while !rest.isEmpty {
        let size = 1 + Int(random.next() % 7) * (random.next() & 1 == 0 ? 1 : 40)
        pieces.append(Array(rest.prefix(size)))
        rest = rest.dropFirst(size)
      }
      return pieces
    }
  }

  private static func mixed(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 1_099_511_628_211
  }
}

/// SplitMix64: random enough, and the same each time.
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

/// Throws unless no character of `text` drives a terminal: none is a control character, separates lines, or changes the
/// direction of text.
func holdIsTame(
  _ text: String, keeping kept: Unicode.Scalar? = nil, file: StaticString = #fileID,
  line: Int = #line
) throws(Broken) {
  let wild = text.unicodeScalars.first { scalar in
    guard scalar != kept else { return false }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    default: return scalar.properties.isBidiControl
    }
  }
  guard let wild else { return }
  throw Broken(
    description: "\(file):\(line): U+\(String(wild.value, radix: 16)) reaches a terminal")
}

/// A string of bytes that are UTF-8, or made so.
func text(_ bytes: some Collection<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// Equal byte for byte; `==` compares by Unicode's rules.
func areSame(_ one: some StringProtocol, _ other: some StringProtocol) -> Bool {
  one.utf8.elementsEqual(other.utf8)
}
