import Client
import HTTP
import Transcript
import Transfer
import WebSocket

@testable import Check

/// A job for a URL, as the command line would have it.
func job(_ url: String = "http://127.0.0.1:8080/ws", _ change: (inout Job) -> Void = { _ in })
  -> Job
{
  var uri = URI(scheme: "http", host: "127.0.0.1", port: 8080, target: "/ws")
  if let parsed = try? URI(parsing: url) { uri = parsed }
  var job = Job(url: url, uri: uri)
  job.options.userAgent = "upshift/1"
  if uri.isWebSocket { job.beginsWithHandshake = true }
  change(&job)
  return job
}

/// What is on the way to a WebSocket: these statuses, the last of them 101 unless told.
func way(_ statuses: [Int] = [426, 101]) -> [Record] {
  statuses.flatMap { status in
    [
      Record(.request(method: "GET", url: "", fields: []), time: 0, direction: .outgoing),
      Record(
        .response(method: "GET", url: "", status: status, fields: []), time: 0, direction: .incoming
      ),
    ]
  }
    + (statuses.last == 101
      ? [Record(.open(url: "", subprotocol: "", extensions: ""), time: 0)] : [])
}

extension Record {
  static func sent(_ event: Event, at time: Double = 0) -> Record {
    Record(event, time: time, direction: .outgoing)
  }

  static func came(_ event: Event, at time: Double = 0) -> Record {
    Record(event, time: time, direction: .incoming)
  }
}

extension Record.Event {
  static func words(_ text: String) -> Self { .text(Array(text.utf8)) }
}

/// The check file of a session.
func recorded(_ job: Job, _ records: [Record], body: [UInt8]? = nil, failure: String? = nil)
  -> String
{
  let recording = Recording(
    [.init(job, records, body: body, failure: failure)], usual: usualJob)
  return String(decoding: recording.text(), as: UTF8.self)
}

/// Of a plain GET.
func recorded(_ records: [Record]) -> String { recorded(job(), records) }

private let usualJob = job()

/// Without the comments at its head.
func lines(_ text: String) -> [String] {
  text.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
}

extension Template {
  /// With its variables filled in.
  func filled(_ variables: [String: String]) -> [UInt8] {
    parts.flatMap { part in
      switch part {
      case .text(let text): Array(text.utf8)
      case .variable(let name, _), .quotedVariable(let name, _):
        Array((variables[name] ?? "?\(name)?").utf8)
      }
    }
  }
}

extension Payload {
  func filled(_ variables: [String: String]) -> [UInt8] {
    switch self {
    case .json(let text), .xml(let text), .text(let text), .file(let text): text.filled(variables)
    case .bytes(let bytes): bytes
    }
  }
}

/// What a check file does on its WebSocket, as records that are to be compared with what was recorded.
func played(_ text: String, _ variables: [String: String] = [:]) throws -> [Record.Event] {
  try entries(text).flatMap { entry in
    try (entry.conversation ?? []).map { step in
      switch step.action {
      case .send(let payload, isBinary: true): return .binary(payload.filled(variables))
      case .send(let payload, isBinary: false): return .text(payload.filled(variables))
      case .ping(let text): return .ping(text?.filled(variables) ?? [])
      case .expectPong: return .pong([])
      case .expectPing: return .ping([])
      case .close(let code, let reason):
        guard let code else { return .close(Close()) }
        return .close(
          Close(
            CloseCode(rawValue: code),
            reason: String(decoding: reason?.filled(variables) ?? [], as: UTF8.self)))
      case .expectClose(let codes): return .close(Close(CloseCode(rawValue: codes[0])))
      case .expect(let assert):
        guard case .equals(let expected)? = assert.predicate?.test else { break }
        switch (assert.question.query, expected) {
        case (.text, .string(let text)): return .text(text.filled(variables))
        case (.binary, .bytes(let bytes)): return .binary(bytes)
        case (.binary, .string(let text)): return .binary(text.filled(variables))
        default: break
        }
      default: break
      }
      throw Unreadable()
    }
  }
}

struct Unreadable: Error {}
