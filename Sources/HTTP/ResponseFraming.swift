/// Where one response ends (RFC 9112 §6.3), for who has to read exactly that and not a byte of what comes after it.
///
/// At most ``wanted`` bytes are handed in at a time, as they come, until none is wanted any more. Interim responses
/// (1xx) are passed over; the response is one to a request other than HEAD and CONNECT.
public struct ResponseFraming: Sendable {
  /// Why the end of a response cannot be told.
  public enum Fault: Error, Hashable, Sendable {
    /// It does not begin with a status line.
    case notHTTP
    /// The heads have more bytes than are allowed.
    case headTooLarge(Int)
    /// The body has more bytes than are allowed.
    case bodyTooLarge(Int)
    /// It switches protocols.
    case switched
    /// Nothing but the connection's end would end it.
    case endless
    /// Content-Length is no number, there are two, or Transfer-Encoding is there too.
    case ambiguousLength
    /// A chunk has no size, or no line end where there has to be one.
    case malformedChunk

    /// What is wrong, the sentence's subject left out.
    public var message: String {
      switch self {
      case .notHTTP: "is no response of HTTP/1.1"
      case .headTooLarge(let limit): "has a head of over \(limit) bytes"
      case .bodyTooLarge(let limit): "has a body of over \(limit) bytes"
      case .switched: "switches protocols once more"
      case .endless: "has no length: only the end of the connection would end it"
      case .ambiguousLength: "does not say in one way how long it is"
      case .malformedChunk: "has a malformed chunk"
      }
    }
  }

  /// How many bytes certainly belong to the response and may be handed in next; 0 when it is complete.
  public private(set) var wanted = 1
  /// The final response's head, once it is complete.
  public private(set) var head: ResponseHead?

  private enum Part {
    case head, length, chunkSize, chunkEnd, trailer
  }

  /// A chunk's size line, extensions and all, is no longer than this.
  private static let longestSizeLine = 1024

  private let maximumHead: Int
  private let maximumBody: Int
  private var part = Part.head
  private var line: [UInt8] = []
  private var headInProgress: ResponseHead?
  private var (headBytes, bodyBytes) = (0, 0)

  /// A response whose heads and trailer have at most `maximumHead` bytes, and its body `maximumBody`.
  public init(maximumHead: Int, maximumBody: Int) {
    self.maximumHead = maximumHead
    self.maximumBody = maximumBody
  }

  /// Takes the next bytes, at most ``wanted`` of them. Nothing may be handed in after a fault.
  public mutating func take(_ bytes: Span<UInt8>) throws(Fault) {
    precondition(bytes.count <= wanted)
    if part == .length {
      wanted -= bytes.count
      return
    }
    for index in bytes.indices { try take(bytes[index]) }
  }

  private mutating func take(_ byte: UInt8) throws(Fault) {
    // What a chunk holds is counted, and not kept.
    if part == .chunkEnd, wanted > 2 {
      wanted -= 1
      return
    }
    line.append(byte)
    switch part {
    case .length: break
    case .head, .trailer:
      headBytes += 1
      guard headBytes <= maximumHead else { throw .headTooLarge(maximumHead) }
      guard byte == 0x0A else { return }
      defer { line = [] }
      if part == .head {
        try takeHeadLine()
      } else if line == [0x0A] || line == [0x0D, 0x0A] {
        end()
      }
    case .chunkSize:
      guard line.count <= Self.longestSizeLine else { throw .malformedChunk }
      guard byte == 0x0A else { return }
      defer { line = [] }
      try takeChunkSize()
    case .chunkEnd:
      wanted -= 1
      guard wanted == 0 else { return }
      guard line == [0x0D, 0x0A] else { throw .malformedChunk }
      (line, part, wanted) = ([], .chunkSize, 1)
    }
  }

  private mutating func end() { wanted = 0 }

  private mutating func takeHeadLine() throws(Fault) {
    guard headInProgress != nil else {
      headInProgress = ResponseHead(statusLine: line)
      // A later version would not have come in these words.
      guard let version = headInProgress?.version, version.major == 1 else { throw .notHTTP }
      return
    }
    headInProgress?.append(line: line)
    guard let complete = headInProgress, complete.isComplete else { return }
    headInProgress = nil
    guard complete.status >= 200 else {
      guard complete.status != 101 else { throw .switched }
      return
    }
    head = complete
    try beginBody(of: complete)
  }

  private mutating func beginBody(of head: ResponseHead) throws(Fault) {
    if head.status == 204 || head.status == 304 { return end() }
    let lengths = Set(head.fields.list(of: "Content-Length"))
    let codings = head.fields.list(of: "Transfer-Encoding")
    if let last = codings.last {
      // RFC 9112 §6.3: "Such a message might indicate an attempt to perform request smuggling or response splitting
      // and ought to be handled as an error."
      guard lengths.isEmpty, head.version >= .http11 else { throw .ambiguousLength }
      guard Syntax.areEqual(last, "chunked") else { throw .endless }
      part = .chunkSize
      return
    }
    guard let text = lengths.first else { throw .endless }
    guard lengths.count == 1, let length = Self.number(text.utf8, radix: 10) else {
      throw .ambiguousLength
    }
    guard length <= maximumBody else { throw .bodyTooLarge(maximumBody) }
    (part, wanted) = (.length, length)
  }

  private mutating func takeChunkSize() throws(Fault) {
    let digits = line.prefix {
      $0 != UInt8(ascii: ";") && !Syntax.isWhitespace($0) && !Syntax.isForbidden($0)
    }
    guard line.dropLast().last == 0x0D, let size = Self.number(digits, radix: 16) else {
      throw .malformedChunk
    }
    if size == 0 {
      part = .trailer
      return
    }
    bodyBytes += size
    guard bodyBytes <= maximumBody else { throw .bodyTooLarge(maximumBody) }
    (part, wanted) = (.chunkEnd, size + 2)
  }

  /// `1*DIGIT` or `1*HEXDIG`; what is too large for anything is the largest number.
  private static func number(_ digits: some Collection<UInt8>, radix: Int) -> Int? {
    guard !digits.isEmpty else { return nil }
    var number = 0
    for digit in digits {
      guard let value = Character(UnicodeScalar(digit)).hexDigitValue, value < radix else {
        return nil
      }
      number = min(number * radix + value, 1 << 40)
    }
    return number
  }
}
