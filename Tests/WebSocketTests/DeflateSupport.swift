import Testing
import WebSocket

extension PermessageDeflate {
  /// An agreement in one expression.
  init(
    serverForgets: Bool = false, clientForgets: Bool = false, server: Int = 15, client: Int = 15
  ) {
    self.init()
    serverNoContextTakeover = serverForgets
    clientNoContextTakeover = clientForgets
    serverMaxWindowBits = server
    clientMaxWindowBits = client
  }
}

/// RFC 1951, by hand: what no compressor would make can be made, and zlib is not asked about itself.
struct DeflateWriter {
  private(set) var bytes: [UInt8] = []
  private var used = 8

  mutating func bits(_ value: Int, _ count: Int) {
    for index in 0..<count {
      if used == 8 {
        bytes.append(0)
        used = 0
      }
      bytes[bytes.count - 1] |= UInt8(value >> index & 1) << used
      used += 1
    }
  }

  /// A Huffman code goes with its first bit first.
  private mutating func code(_ value: Int, _ count: Int) {
    for index in (0..<count).reversed() { bits(value >> index & 1, 1) }
  }

  mutating func align() { used = 8 }

  /// The head of a block of type 1, §3.2.6.
  mutating func fixed(isFinal: Bool = false) { bits((isFinal ? 1 : 0) | 1 << 1, 3) }

  mutating func literal(_ byte: UInt8) {
    byte < 144 ? code(0x30 + Int(byte), 8) : code(0x190 + Int(byte) - 144, 9)
  }

  /// 258 bytes, the same as the byte before them (`back` 1), or the same as what lies a power of two back.
  mutating func match(back: Int = 1) {
    code(0xC0 + 285 - 280, 8)
    switch back {
    case 1: code(0, 5)
    case 2: code(1, 5)
    default:
      // Of those with n extra bits code 2n + 3 has the longest: 2^(n+2), all of them ones.
      let extra = back.trailingZeroBitCount - 2
      code(2 * extra + 3, 5)
      bits((1 << extra) - 1, extra)
    }
  }

  mutating func endOfBlock() { code(0, 7) }

  mutating func stored(_ content: [UInt8], isFinal: Bool = false) {
    bits(isFinal ? 1 : 0, 3)
    align()
    bits(content.count, 16)
    bits(~content.count & 0xFFFF, 16)
    bytes += content
  }

  /// A message: one block of type 1 and the head of an empty stored one.
  static func message(_ write: (inout DeflateWriter) -> Void) -> [UInt8] {
    var writer = DeflateWriter()
    writer.fixed()
    write(&writer)
    writer.endOfBlock()
    writer.bits(0, 3)
    return writer.bytes
  }
}

/// RFC 1951 the other way, and how far back its matches reach.
struct DeflateReader {
  struct Invalid: Error {}

  /// All that came out.
  private(set) var output: [UInt8] = []
  private(set) var furthest = 0
  private var input: [UInt8] = []
  private var position = 0

  /// What a message's payload holds, by RFC 7692 §7.2.2.
  mutating func message(_ payload: [UInt8]) throws -> [UInt8] {
    input = payload + [0x00, 0x00, 0xFF, 0xFF]
    position = 0
    let start = output.count
    while (position + 7) / 8 < input.count {
      let isFinal = try bits(1) == 1
      switch try bits(2) {
      case 0: try stored()
      case 1: try block(Self.fixedLengths, Self.fixedDistances)
      case 2: try dynamic()
      default: throw Invalid()
      }
      if isFinal { throw Invalid() }
    }
    guard position == 8 * input.count else { throw Invalid() }
    return Array(output[start...])
  }

  private mutating func bits(_ count: Int) throws -> Int {
    guard position + count <= 8 * input.count else { throw Invalid() }
    var value = 0
    for index in 0..<count {
      value |= Int(input[position >> 3] >> UInt8(position & 7) & 1) << index
      position += 1
    }
    return value
  }

  private mutating func stored() throws {
    position = (position + 7) / 8 * 8
    let count = try bits(16)
    guard try bits(16) == ~count & 0xFFFF, position / 8 + count <= input.count else {
      throw Invalid()
    }
    output += input[position / 8..<position / 8 + count]
    position += 8 * count
  }

  /// A Huffman code: how many codes each length has, and the symbols in order (§3.2.2).
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []
    init(_ lengths: some Collection<Int>) {
      for length in lengths { counts[length] += 1 }
      counts[0] = 0
      for wanted in 1...15 {
        symbols += lengths.enumerated().filter { $0.element == wanted }.map(\.offset)
      }
    }
  }

  private static let fixedLengths = Code(
    (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code([Int](repeating: 5, count: 30))

  private mutating func symbol(_ code: Code) throws -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      value |= try bits(1)
      let count = code.counts[length]
      if value - first < count { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw Invalid()
  }

  private mutating func dynamic() throws {
    let (literals, distances) = (try bits(5) + 257, try bits(5) + 1)
    var lengths = [Int](repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for place in order.prefix(try bits(4) + 4) { lengths[place] = try bits(3) }
    let code = Code(lengths)
    lengths = []
    while lengths.count < literals + distances {
      switch try symbol(code) {
      case 16:
        guard let last = lengths.last else { throw Invalid() }
        lengths += [Int](repeating: last, count: 3 + (try bits(2)))
      case 17: lengths += [Int](repeating: 0, count: 3 + (try bits(3)))
      case 18: lengths += [Int](repeating: 0, count: 11 + (try bits(7)))
      case let length: lengths.append(length)
      }
    }
    try block(
      Code(lengths[..<literals]), Code(lengths[literals..<literals + distances]))
  }

  private mutating func block(_ literals: Code, _ distances: Code) throws {
    while true {
      let symbol = try symbol(literals)
      if symbol < 256 {
        output.append(UInt8(symbol))
        continue
      }
      if symbol == 256 { return }
      // §3.2.5
      var length = symbol - 254
      if symbol == 285 {
        length = 258
      } else if symbol >= 265 {
        let extra = (symbol - 261) / 4
        length = (4 + (symbol - 261) % 4) << extra + 3 + (try bits(extra))
      }
      var distance = try self.symbol(distances) + 1
      if distance > 4 {
        let extra = (distance - 3) / 2
        distance = (2 + (distance - 1) % 2) << extra + 1 + (try bits(extra))
      }
      guard distance <= output.count else { throw Invalid() }
      furthest = max(furthest, distance)
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}

/// What one end said: each message, how it was cut, and what stood between.
struct DeflateSender: ~Copyable {
  var connection: Connection
  var bytes: [UInt8] = []
  var random: Generator

  init(_ role: Role, _ deflate: PermessageDeflate, seed: UInt64 = 1) {
    random = Generator(seed)
    var keys = Generator(seed)
    connection = Connection(role: role, deflate: deflate) {
      UInt32.random(in: 0 ... .max, using: &keys)
    }
  }

  /// Sends `payload` in `pieces` of about equal length through outputs of `capacity`.
  mutating func send(
    _ payload: [UInt8], as kind: MessageKind = .binary, pieces: Int = 1, capacity: Int = 16384,
    between: (inout Connection) -> Void = { _ in }
  ) {
    var start = 0
    for piece in 1...pieces {
      let end = payload.count * piece / pieces
      repeat {
        var taken: Int?
        let chunk = [UInt8](capacity: capacity) { out in
          let part = payload.span.extracting(start..<end)
          taken = connection.send(part, as: kind, isLast: piece == pieces, into: &out)
        }
        bytes += chunk
        start += taken ?? 0
        guard taken != nil || !chunk.isEmpty else { return }
        if !connection.isMidFrame { between(&connection) }
      } while connection.isMidPayload
      #expect(start == end)
    }
  }
}

/// What a message may be full of.
enum DeflateContent: CaseIterable {
  case random, zeros, words, runs

  func bytes(_ count: Int, _ random: inout Generator) -> [UInt8] {
    switch self {
    case .random: return random.bytes(count)
    case .zeros: return [UInt8](repeating: 0, count: count)
    case .words:
      let words = ["{\"id\":", "alpha ", "beta, ", "žluť ", "\n", "0123456789"].map {
        Array($0.utf8)
      }
      var bytes: [UInt8] = []
      while bytes.count < count { bytes += words.randomElement(using: &random) ?? [] }
      return Array(bytes.prefix(count))
    case .runs:
      var bytes: [UInt8] = []
      while bytes.count < count {
        let length = Int.random(in: 1...600, using: &random)
        bytes += [UInt8](repeating: UInt8.random(in: 0...9, using: &random), count: length)
      }
      return Array(bytes.prefix(count))
    }
  }
}
