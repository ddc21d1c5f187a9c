import Transcript
import WebSocket

/// The steps of a `[WebSocket]` section, one after the other, without a clock or a connection: what came and the
/// time go in, what to do comes out.
struct Script {
  /// What is to be done.
  enum Command: Hashable {
    case send(MessageKind, [UInt8])
    case ping([UInt8])
    case close(Close)
  }

  /// A message that came.
  struct Message: Hashable {
    let bytes: [UInt8]
    let isText: Bool
  }

  /// Who knows variables, files and filters.
  protocol Judge: AnyObject {
    func message(_ payload: Payload, isBinary: Bool) throws(Trouble) -> (MessageKind, [UInt8])
    func text(_ template: Template) throws(Trouble) -> String
    func judge(_ assert: Assert, on message: Message) throws(Trouble) -> Verdict
    func capture(_ capture: Capture, from message: Message) throws(Trouble)
  }

  /// What was not met, or went wrong: the steps end with it.
  private(set) var finding: Finding?
  /// How many expectations were met.
  private(set) var met = 0

  private let steps: [Step]
  private let isStrict: Bool
  /// Seconds that an `expect` waits unless it says so itself.
  private let patience: Double
  private var index = 0
  /// When the step that waits began.
  private var began: Double?
  /// Messages that came and were not looked at for good.
  private var inbox = Queue()
  /// How many of them the step that waits has looked at and left there (`never`).
  private var peeked = 0
  /// How many messages this step has passed over, and what was wrong with the last.
  private var passed = 0
  private var lastActual: String?
  private var lastExpected: String?
  private var lastDifferences: [String] = []
  /// Which message meets what of this step.
  private var matching = Matching(1)
  private var counted = 0
  private var lastMet: Message?
  private var (pings, pongs): ([[UInt8]], [[UInt8]]) = ([], [])
  private var lastPing: [UInt8]?
  private var end: End?
  /// A step asked for the Close that came, and had it.
  private(set) var hasJudgedClose = false

  private enum End { case close(Close), lost(String, status: Int32) }

  /// `patience` in seconds.
  init(_ steps: [Step], isStrict: Bool, patience: Double) {
    self.steps = steps
    self.isStrict = isStrict
    self.patience = patience
  }

  /// There is nothing to do or to wait for any more.
  var isOver: Bool { finding != nil || index == steps.count }

  /// When the step that waits has waited long enough.
  var due: Double? {
    guard !isOver, let began else { return nil }
    return began + wait
  }

  /// Bytes of messages that no step has looked at for good.
  var backlog: Int { inbox.bytes }

  /// Something came.
  mutating func take(_ event: Record.Event) {
    switch event {
    case .text(let bytes): inbox.append(Message(bytes: bytes, isText: true))
    case .binary(let bytes): inbox.append(Message(bytes: bytes, isText: false))
    case .ping(let payload): Self.keep(payload, in: &pings)
    case .pong(let payload): Self.keep(payload, in: &pongs)
    case .close(let close): end = end ?? .close(close)
    default: break
    }
  }

  /// The connection is gone without a Close, or broke after it: no step can judge that. `status` is the exit
  /// status of it.
  mutating func lost(_ why: String, status: Int32) { end = .lost(why, status: status) }

  /// Goes on as far as can be without waiting.
  mutating func advance(now: Double, _ judge: any Judge) -> [Command] {
    var commands: [Command] = []
    while !isOver {
      let step = steps[index]
      if began == nil { begin(step, now) }
      do throws(Trouble) {
        guard try perform(step, now, judge, &commands) else { break }
        next()
      } catch {
        finding = Finding(error, time: now)
      }
    }
    return commands
  }

  private var wait: Double { steps[index].time.map { Double($0) / 1000 } ?? patience }

  private mutating func begin(_ step: Step, _ now: Double) {
    began = now
    (peeked, passed, counted) = (0, 0, 0)
    (lastActual, lastExpected, lastDifferences) = (nil, nil, [])
    if case .expectAll(let asserts) = step.action {
      matching = Matching(asserts.count)
    } else {
      matching = Matching(1)
    }
  }

  private mutating func next() {
    index += 1
    began = nil
  }

  /// Whether the step is done.
  private mutating func perform(
    _ step: Step, _ now: Double, _ judge: any Judge, _ commands: inout [Command]
  ) throws(Trouble) -> Bool {
    switch step.action {
    case .send(let payload, let isBinary):
      let (kind, bytes) = try judge.message(payload, isBinary: isBinary)
      if case .lost? = end { return wait(step, now, for: "") }
      guard end == nil else { return fail(step, "nothing can be sent: " + endText, now) }
      commands.append(.send(kind, bytes))
    case .ping(let template):
      lastPing = Array(
        (try template.map { text throws(Trouble) in try judge.text(text) } ?? "").utf8)
      guard let lastPing, lastPing.count <= FrameHeader.maximumControlPayload else {
        throw Trouble(
          "a ping may have \(FrameHeader.maximumControlPayload) bytes (RFC 6455 §5.5)",
          at: step.position, isFailure: false)
      }
      pongs = []
      commands.append(.ping(lastPing))
    case .close(let code, let reason):
      commands.append(.close(try close(code, reason, judge, step)))
    case .capture(let capture):
      guard let lastMet else {
        throw Trouble(
          "there is no message yet to capture from: an expect has to come before",
          at: step.position, isFailure: false)
      }
      try judge.capture(capture, from: lastMet)
    case .expect(let assert): return try expect([assert], step, now, judge)
    case .expectAll(let asserts): return try expect(asserts, step, now, judge)
    case .expectCount(let count): return expectCount(count, step, now)
    case .never(let assert): return try never(assert, step, now, judge)
    case .expectPing:
      guard pings.isEmpty else {
        pings.removeFirst()
        met += 1
        return true
      }
      return wait(step, now, for: "a ping")
    case .expectPong:
      if let found = pongs.firstIndex(where: { lastPing == nil || $0 == lastPing }) {
        pongs.removeSubrange(...found)
        met += 1
        return true
      }
      return wait(step, now, for: "a pong")
    case .expectClose(let codes): return expectClose(codes, step, now)
    }
    return true
  }

  private func close(
    _ code: UInt16?, _ reason: Template?, _ judge: any Judge, _ step: Step
  ) throws(Trouble) -> Close {
    let close = Close(
      CloseCode(rawValue: code ?? CloseCode.normal.rawValue),
      reason: try reason.map { text throws(Trouble) in try judge.text(text) } ?? "")
    do {
      try close.validate()
    } catch {
      throw Trouble(error.message, at: step.position, isFailure: false)
    }
    return close
  }

  // MARK: Waiting

  private mutating func expect(
    _ asserts: [Assert], _ step: Step, _ now: Double, _ judge: any Judge
  ) throws(Trouble) -> Bool {
    while matching.open != nil, !inbox.isEmpty {
      let message = inbox.removeFirst()
      var places: [Int] = []
      var unmet: (expected: String, actual: String, differences: [String]) = ("", "", [])
      for (place, assert) in asserts.enumerated() {
        switch try judge.judge(assert, on: message) {
        case .met: places.append(place)
        // Of several it is the first open one that is spoken of.
        case .unmet(let expected, let actual, let differences):
          if place == matching.open { unmet = (expected, actual, differences) }
        }
      }
      if matching.take(places) {
        lastMet = message
        met += 1
        continue
      }
      passed += 1
      // What meets nothing that is open may still meet what was met before.
      if places.isEmpty {
        lastExpected = unmet.expected.isEmpty ? nil : unmet.expected
        lastActual = unmet.actual
        lastDifferences = unmet.differences
      }
      if isStrict {
        return fail(
          step, "a message came that does not meet it (strict)", now,
          expected: lastExpected.map { $0 + " of the next message (strict)" })
      }
    }
    guard let open = matching.open else { return true }
    var place = step
    if case .expectAll = step.action {
      place.position = asserts[open].question.position
      lastExpected = nil
    }
    return wait(place, now, for: "a message that meets it")
  }

  private mutating func expectCount(_ count: Int, _ step: Step, _ now: Double) -> Bool {
    let taken = min(count - counted, inbox.count)
    if taken > 0 {
      lastMet = inbox[taken - 1]
      inbox.removeFirst(taken)
      counted += taken
    }
    guard counted < count else {
      met += 1
      return true
    }
    passed = counted
    return wait(step, now, for: "\(count) message\(count == 1 ? "" : "s")")
  }

  private mutating func never(
    _ assert: Assert, _ step: Step, _ now: Double, _ judge: any Judge
  ) throws(Trouble) -> Bool {
    while peeked < inbox.count {
      if case .met = try judge.judge(assert, on: inbox[peeked]) {
        return fail(
          step, "a message came that may not come", now, actual: Self.shown(inbox[peeked]))
      }
      peeked += 1
    }
    // What cannot come any more never comes.
    if case .lost? = end { return wait(step, now, for: "") }
    guard end != nil || now >= (began ?? now) + wait else { return false }
    met += 1
    return true
  }

  private mutating func expectClose(_ codes: [UInt16], _ step: Step, _ now: Double) -> Bool {
    if isStrict, !inbox.isEmpty {
      return fail(
        step, "a message came where a close was expected (strict)", now,
        actual: Self.shown(inbox[0]))
    }
    passed += inbox.count
    inbox = Queue()
    guard case .close(let close) = end else { return wait(step, now, for: "a close") }
    // RFC 6455 §7.1.5: a Close without a code counts as 1005.
    hasJudgedClose = true
    guard codes.isEmpty || codes.contains(close.code?.rawValue ?? 1005) else {
      return fail(step, endText, now, expected: Self.list(codes), actual: endText)
    }
    met += 1
    return true
  }

  /// False while there is time; then the step has failed.
  private mutating func wait(_ step: Step, _ now: Double, for what: String) -> Bool {
    switch end {
    case .lost(let why, let status)?:
      finding = Finding(.error, at: step.position, why, status: status, time: now)
      return false
    case .close?:
      return fail(
        step, "waited for \(what): " + endText, now, expected: lastExpected,
        actual: lastActual.map { $0 + ofMany + ", then " + endText })
    case nil: break
    }
    guard now >= (began ?? now) + wait else { return false }
    let others =
      passed == 0
      ? "nothing came"
      : "\(passed) message\(passed == 1 ? "" : "s") came"
        + (lastActual == nil ? "" : ", none that does")
    return fail(
      step, "waited \(Self.seconds(wait)) for \(what): \(others)", now,
      expected: lastExpected.map { $0 + ", within \(Self.seconds(wait))" },
      actual: lastActual.map { $0 + ofMany })
  }

  private var ofMany: String { passed > 1 ? " (the last of \(passed) messages)" : "" }

  private mutating func fail(
    _ step: Step, _ message: String, _ now: Double, expected: String? = nil, actual: String? = nil
  ) -> Bool {
    finding = Finding(
      .failure, at: step.position, message, expected: expected, actual: actual ?? lastActual,
      time: now)
    finding?.notes = lastDifferences
    return false
  }

  // MARK: Words

  private var endText: String {
    switch end {
    case .close(let close)?:
      "the server closed with \(close.code?.description ?? "no code")"
        + (close.reason.isEmpty ? "" : " \"\(close.reason)\"")
    case .lost(let why, _)?: why
    case nil: ""
    }
  }

  private static func list(_ codes: [UInt16]) -> String {
    "close " + codes.map(String.init).joined(separator: " or ")
  }

  static func seconds(_ time: Double) -> String {
    let thousandths = Int((time * 1000).rounded())
    return thousandths % 1000 == 0 ? "\(thousandths / 1000) s" : "\(thousandths) ms"
  }
}
