import Jq
import Client
import HTTP
import Platform
import Streams
import Text
import Transcript
import Transfer
import WebSocket

// What commands do.
extension Dialogue {
  func perform(_ command: Command) {
    switch command {
    case .message(let text), .text(let text): send(.text, Array(text.utf8))
    case .help(let topic): say(Help.lines(topic))
    case .binary(let bytes): send(.binary, bytes)
    case .binaryFile(let path): sendFile(path, as: .binary)
    case .file(let path): sendFile(path, as: nil)
    case .ping(let text): ping(text)
    case .close(let close): closeConversation(close)
    case .reconnect: connectAgain()
    case .headers: showHeaders()
    case .stats: say(statistics)
    case .save(let path): save(path)
    case .jq(.on(let text)?): nextFilter = Filter(compiling: text)
    case .jq(.off?):
      (filter, nextFilter, hidden) = (nil, nil, 0)
      note("/jq is off")
    case .jq(nil): note(filter.map { "/jq is on: \($0.text)" } ?? "/jq is off")
    case .grep(.on(let text)?): match(text)
    case .grep(.off?):
      (grep, hidden) = (nil, 0)
      note("/grep is off")
    case .grep(nil): note(grep.map { "/grep is on: \($0.text)" } ?? "/grep is off")
    case .set(let setting, let value): set(setting, value)
    case .show(let numbers): showMessages(numbers)
    case .multi: edit("")
    case .heartbeat(let beat):
      heartbeat = beat.map { ($0, Clock.now() + $0.seconds) }
      note(
        beat.map { "a heartbeat every \($0.seconds) s" + (isConnected ? "" : ", once connected") }
          ?? "no heartbeat")
    case .quit:
      isLeaving = true
      conversation?.close(Close(.normal))
    }
  }

  private func say(_ lines: [String]) { display.add(lines.map { presenter.note($0) }) }

  private func sendFile(_ path: String, as kind: MessageKind?) {
    do throws(FileError) {
      let bytes = try readAll(path: Files.expanded(path))
      send(kind ?? (UTF8Validator.accepts(bytes.span) ? .text : .binary), bytes)
    } catch {
      problem("cannot read \(error.message)")
    }
  }

  private func ping(_ text: String) {
    pingNumber += 1
    let payload = Array((text.isEmpty ? "\(pingNumber)" : text).utf8)
    guard isConnected, conversation?.ping(payload) == true else {
      return problem("not connected")
    }
    pings[payload] = Clock.now()
    asked = payload
    record(.ping(payload), .outgoing)
  }

  private func closeConversation(_ close: Close) {
    guard isConnected else {
      guard retry != nil else { return problem("not connected") }
      retry = nil
      return note("no further attempt: Enter connects again, Ctrl-D leaves")
    }
    wasAskedToClose = true
    conversation?.close(close)
  }

  /// Connects as soon as the conversation is over.
  func connectAgain() {
    (wantsConnection, isLeaving, wasAskedToClose) = (true, false, false)
    conversation?.close(Close(.normal))
  }

  private func showHeaders() {
    for exchange in exchanges {
      let sent = exchange.sent ?? exchange.received ?? 0
      let url = settings.showsSecrets ? exchange.url : Secrets.hidden(url: exchange.url)
      let time = Interval.text((exchange.received ?? sent) - sent)
      note("\(exchange.method) \(url), answered after \(time)")
      show(head: exchange.requestHead, .outgoing)
      show(head: exchange.response.raw, .incoming)
    }
  }

  private func show(head: [UInt8], _ role: Palette.Role) {
    let sign = presenter.palette.paint(role == .outgoing ? ">" : "<", role)
    let lines = head.split(whereSeparator: { $0 == 10 || $0 == 13 })
    display.add(lines.map { "  \(sign) \(shown(Escape.text($0)))" })
  }

  private func shown(_ line: String) -> String {
    settings.showsSecrets ? line : Secrets.hidden(line)
  }

  private var statistics: [String] {
    let seconds = Interval.text(Clock.now() - settings.began)
    var lines = [
      "in: " + Self.text(arrivals.count), "out: " + Self.text(sent, isWhole: outbox.isEmpty),
      "since the start: \(seconds)",
    ]
    if !outbox.isEmpty { lines.append("waiting to be sent: \(Size.text(outbox.size))") }
    if !roundTrips.isEmpty {
      let sorted = roundTrips.sorted()
      lines.append(
        "round trips: \(roundTrips.count), median \(Interval.text(Self.median(sorted))), "
          + "least \(Interval.text(sorted[0])), most \(Interval.text(sorted[sorted.count - 1]))")
    }
    return lines
  }

  private static func median(_ sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  private static func text(_ count: Arrivals.Count, isWhole: Bool = true) -> String {
    let messages = "\(count.messages) message\(count.messages == 1 ? "" : "s")"
    let wire =
      !isWhole || count.wireBytes == count.bytes || count.bytes == 0
      ? ""
      : ", \(Size.text(count.wireBytes)) on the wire (\(count.wireBytes * 100 / count.bytes) %)"
    return "\(messages), \(Size.text(count.bytes))\(wire)"
  }

  private func save(_ path: String) {
    let path = Files.expanded(path)
    do throws(FileError) {
      // Nothing is overwritten.
      let what = try makeFile(at: path) { (file) throws(FileError) in
        if path.hasSuffix(".check"), let checkFile {
          try writeAll(checkFile(transcript.records, kept.dropped), to: file, path: path)
          return kept.dropped == 0 ? "a check" : "a check without its beginning (\(gone))"
        }
        var count = 0
        var bytes: [UInt8] = []
        if kept.dropped > 0 { Record(.gap(reason: gone), time: 0).write(to: &bytes) }
        for record in kept.records {
          record.write(to: &bytes)
          count += 1
          guard bytes.count > 1 << 20 else { continue }
          try writeAll(bytes, to: file, path: path)
          bytes.removeAll(keepingCapacity: true)
        }
        try writeAll(bytes, to: file, path: path)
        return "\(count) records"
      }
      note("\(what) in \(path)")
    } catch {
      problem("cannot write \(error.message)")
    }
  }

  private var gone: String { "\(kept.dropped) older records are gone" }

  private func match(_ text: String) {
    do throws(InvalidPattern) {
      grep = (Matcher(try Pattern(text)), text)
      hidden = 0
      note("/grep is on")
    } catch {
      problem("/grep: \(error.message)")
    }
  }

  private func set(_ setting: Command.Setting, _ value: Bool?) {
    let isOn: Bool
    switch setting {
    case .pretty:
      isOn = value ?? !presenter.isPretty
      presenter.isPretty = isOn
    case .hex:
      isOn = value ?? !presenter.showsHex
      presenter.showsHex = isOn
    case .time:
      isOn = value ?? !showsTime
      showsTime = isOn
    case .pings:
      isOn = value ?? !showsPings
      showsPings = isOn
    }
    note("/\(setting.rawValue) is \(isOn ? "on" : "off")")
  }

  private func showMessages(_ numbers: ClosedRange<Int>?) {
    let numbers = numbers ?? max(1, kept.lastNumber)...max(1, kept.lastNumber)
    let isOne = numbers.count == 1
    for number in numbers {
      switch kept.message(number) {
      case .record(let record):
        if number == numbers.lowerBound {
          note(isOne ? "message \(number):" : "messages \(number) to \(numbers.upperBound):")
        }
        display.add(presenter.lines(record, fold: isOne ? .whole : fold))
      case .gone where isOne: problem("message \(number) is kept no longer")
      case .gone: continue
      case .unknown: return problem("there is no message \(number)")
      }
    }
  }
}
