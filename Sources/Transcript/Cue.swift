import JSON
import Text
import WebSocket

/// Something to send, as a line of a transcript or of such input says it.
public struct Cue: Hashable, Sendable {
  /// `t`, if the line has it: seconds since some start.
  public var time: Double?
  /// A text, a binary message, a ping, a pong or a Close; one that can be sent.
  public var event: Record.Event

  /// A cue.
  public init(_ event: Record.Event, time: Double? = nil) {
    self.event = event
    self.time = time
  }
}

/// A line that says nothing that could be sent, though it should.
public struct InvalidLine: Error, Hashable, Sendable {
  /// Its number, from 1 on.
  public let number: Int
  /// What is wrong with it, as the end of a sentence; safe for a terminal.
  public let message: String

  /// Line number `number` is wrong.
  public init(number: Int, _ message: String) {
    self.number = number
    self.message = message
  }
}

/// Reads NDJSON for what is to be sent, so that a recorded session, edited or not, is input.
///
/// What came (`dir` is `in`) and what happened on the way is passed over; so is what follows from that: a recorded pong or
/// Close that answers one of the server's, for the answers of a new conversation are made in it. So are recorded pings
/// without a payload: those keep a connection alive.
public struct CueReader: Sendable {
  /// How many lines were read.
  public private(set) var lines = 0
  /// The line of the Close that was read, after which there is nothing to send.
  public private(set) var closeLine: Int?
  /// The payloads of pings that came and were not answered.
  private var pings: [[UInt8]] = []
  /// How many have opened so far.
  private var conversations = 0
  /// The server's Close came.
  private var hasClose = false

  private static let mostPings = 1000

  /// At the first line.
  public init() {}

  /// Reads the next line, which has no LF. Returns nil if there is nothing to send.
  public mutating func read(_ line: ArraySlice<UInt8>) throws(InvalidLine) -> Cue? {
    lines += 1
    guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) else { return nil }
    let members: Members
    do throws(Mistake) {
      members = try Members(line)
    } catch {
      throw InvalidLine(number: lines, error.message)
    }
    switch (members.type, members.isIncoming) {
    case (.other, _), (.message, true): break
    case (.open, _): (pings, hasClose, conversations) = ([], false, conversations + 1)
    case (.ping, true):
      if let payload = try? members.payload() { remember(payload) }
    case (.pong, true): break
    case (.close, true): hasClose = true
    // `--ping-interval` sends such, and sends them anew.
    case (.ping, false) where members.isOutgoing && members.isEmpty: break
    case (.pong, false) where members.isOutgoing && isAnswer(members): break
    case (.close, false) where members.isOutgoing && hasClose: break
    default: return try cue(members)
    }
    return nil
  }

  private mutating func cue(_ members: Members) throws(InvalidLine) -> Cue {
    do throws(Mistake) {
      if let closeLine {
        throw Mistake(
          conversations > 1
            ? "belongs to a second conversation: a replay is of one"
            : "comes after the close of line \(closeLine)")
      }
      let cue = try members.cue()
      if case .close = cue.event { closeLine = lines }
      return cue
    } catch {
      throw InvalidLine(number: lines, error.message)
    }
  }

  private mutating func remember(_ payload: [UInt8]) {
    if pings.count == Self.mostPings { pings.removeFirst() }
    pings.append(payload)
  }

  /// "the endpoint MAY elect to send a Pong frame for only the most recently processed Ping frame": it answers
  /// those before it too.
  private mutating func isAnswer(_ members: Members) -> Bool {
    guard let payload = try? members.payload(), let index = pings.firstIndex(of: payload) else {
      return false
    }
    pings.removeSubrange(...index)
    return true
  }
}

/// What is wrong with a line.
private struct Mistake: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

/// The members of one line's object that count.
private struct Members {
  enum Kind { case message, ping, pong, close, open, other }

  let type: Kind
  let isIncoming: Bool
  let isOutgoing: Bool
  private let object: Tree
  private let name: String

  init(_ line: ArraySlice<UInt8>) throws(Mistake) {
    // Of what is not UTF-8 the tree would make something else.
    guard UTF8Validator.accepts(line.span) else { throw Mistake("is not UTF-8") }
    do throws(Malformed) {
      object = try Tree(Array(line))
    } catch .tooDeep, .tooLarge {
      throw Mistake("is a JSON text with too much in it")
    } catch {
      throw Mistake("is no JSON")
    }
    guard object.kind == .object else { throw Mistake("is no JSON object") }
    guard let type = object.member("type"), type.kind == .string else {
      throw Mistake("has no \"type\"")
    }
    name = type.string ?? ""
    let direction = Members.present(object.member("dir"))
    (isIncoming, isOutgoing) = (direction?.string == "in", direction?.string == "out")
    guard direction == nil || isIncoming || isOutgoing else {
      throw Mistake("has a \"dir\" that is neither \"in\" nor \"out\"")
    }
    switch name {
    case "text", "binary": self.type = .message
    case "ping": self.type = .ping
    case "pong": self.type = .pong
    case "close": self.type = .close
    case "open": self.type = .open
    case "request", "response", "body", "upgrade", "gap", "error": self.type = .other
    // What came is passed over, whatever a later version has to tell of it.
    case _ where isIncoming: self.type = .other
    default:
      throw Mistake(
        "has the type \(Members.quoted(type)): what can be sent is text, binary, ping, pong and close"
      )
    }
  }

  func cue() throws(Mistake) -> Cue {
    Cue(try event(), time: try time())
  }

  private func event() throws(Mistake) -> Record.Event {
    switch type {
    case .ping: return .ping(try control())
    case .pong: return .pong(try control())
    case .close: return .close(try close())
    default: break
    }
    guard let payload = try payload() else {
      throw Mistake("has neither \"data\" nor \"b64\": an empty message has \"data\":\"\"")
    }
    guard name == "text" else { return .binary(payload) }
    guard UTF8Validator.accepts(payload.span) else {
      throw Mistake("is a text that is not UTF-8: \"type\":\"binary\" sends it as it is")
    }
    return .text(payload)
  }

  /// It says that it has no payload, or says of none.
  var isEmpty: Bool {
    do throws(Mistake) { return (try payload() ?? []).isEmpty } catch { return false }
  }

  private func control() throws(Mistake) -> [UInt8] {
    let payload = try payload() ?? []
    // RFC 6455 §5.5: "All control frames MUST have a payload length of 125 bytes or less".
    guard payload.count <= 125 else {
      throw Mistake("is a \(name) of \(payload.count) bytes: 125 at most can be sent")
    }
    return payload
  }

  /// What `data` or `b64` says; nil without them, unless `len` says that there is nothing.
  func payload() throws(Mistake) -> [UInt8]? {
    let (data, encoded) = (member("data"), member("b64"))
    guard data == nil || encoded == nil else { throw Mistake("has both \"data\" and \"b64\"") }
    if let data { return Array(try string(data, "data").utf8) }
    guard let encoded else { return member("len")?.number == "0" ? [] : nil }
    guard let bytes = Base64.decode(try string(encoded, "b64")) else {
      throw Mistake("has a \"b64\" that is no Base64 (RFC 4648 §4, with padding)")
    }
    return bytes
  }

  private func close() throws(Mistake) -> Close {
    var close = Close()
    if let code = member("code") {
      guard let digits = code.number, let value = UInt16(digits) else {
        throw Mistake("has a \"code\" that is no close code")
      }
      close.code = CloseCode(rawValue: value)
    }
    if let reason = member("reason") { close.reason = try string(reason, "reason") }
    do throws(InvalidClose) {
      try close.validate()
    } catch {
      throw Mistake("cannot be sent: \(error.message)")
    }
    return close
  }

  private func time() throws(Mistake) -> Double? {
    guard let value = member("t") else { return nil }
    guard let time = value.number.flatMap({ Double($0) }), 0...1e12 ~= time else {
      throw Mistake("has a \"t\" that is no number of seconds")
    }
    return time
  }

  private func string(_ value: Tree, _ key: String) throws(Mistake) -> String {
    guard let string = value.string else { throw Mistake("has a \"\(key)\" that is no string") }
    guard !value.hasHalfPair else {
      throw Mistake("has half of a surrogate pair in \"\(key)\", which is no character")
    }
    return string
  }

  private func member(_ name: String) -> Tree? { Members.present(object.member(name)) }

  /// jq leaves null where there is nothing.
  private static func present(_ value: Tree?) -> Tree? { value?.kind == .null ? nil : value }

  private static func quoted(_ value: Tree) -> String {
    "\"" + Escape.start(of: Array((value.string ?? "").utf8).span, limit: 20) + "\""
  }
}
