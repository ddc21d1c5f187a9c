import Testing
import WebSocket

@testable import Transcript

private func read(_ lines: [String]) throws -> [Cue] {
  var reader = CueReader()
  return try lines.compactMap { try reader.read(Array($0.utf8)[...]) }
}

private func text(_ string: String) -> Record.Event { .text(Array(string.utf8)) }

@Suite struct CueTests {
  static let cues: [(String, Cue)] = [
    (#"{"type":"text","data":"hi"}"#, Cue(text("hi"))),
    (#" {"data":"hi", "type":"text"} "#, Cue(text("hi"))),
    ("{\"type\":\"text\",\"data\":\"hi\"}\r", Cue(text("hi"))),
    (
      #"{"t":1.042,"dir":"out","type":"text","n":17,"len":2,"data":"hi","x":[]}"#,
      Cue(text("hi"), time: 1.042)
    ),
    (
      #"{"type":"text","data":"a\"\\\/\b\n\u0000\u00e9\ud83d\ude00"}"#,
      Cue(text("a\"\\/\u{8}\n\0é😀"))
    ),
    (#"{"type":"text","b64":"w6k="}"#, Cue(text("é"))),
    (#"{"type":"text","data":""}"#, Cue(text(""))),
    (#"{"type":"text","len":0}"#, Cue(text(""))),
    (#"{"type":"text","len":7,"data":"other"}"#, Cue(text("other"))),
    (#"{"type":"text","data":"x","b64":null,"dir":null,"t":null}"#, Cue(text("x"))),
    (#"{"type":"text","data":"x","data":"y"}"#, Cue(text("y"))),
    (#"{"type":"binary","b64":"AP8="}"#, Cue(.binary([0, 255]))),
    (#"{"type":"binary","data":"é"}"#, Cue(.binary([0xC3, 0xA9]))),
    (#"{"type":"binary","b64":""}"#, Cue(.binary([]))),
    (#"{"type":"ping"}"#, Cue(.ping([]))),
    (#"{"type":"ping","data":"1"}"#, Cue(.ping([0x31]))),
    (#"{"type":"pong","b64":"AQ=="}"#, Cue(.pong([1]))),
    (#"{"type":"close"}"#, Cue(.close(Close()))),
    (#"{"type":"close","code":null,"reason":null}"#, Cue(.close(Close()))),
    (
      #"{"type":"close","code":4001,"reason":"bye"}"#,
      Cue(.close(Close(CloseCode(rawValue: 4001), reason: "bye")))
    ),
    (#"{"t":1e3,"type":"ping"}"#, Cue(.ping([]), time: 1000)),
  ]

  @Test(arguments: cues) func says(_ line: String, _ cue: Cue) throws {
    #expect(try read([line]) == [cue])
  }

  @Test(arguments: [
    "", " \t", "\r",
    #"{"dir":"in","type":"text","data":"x"}"#, #"{"dir":"in","type":"binary","b64":"?"}"#,
    #"{"dir":"in","type":"pong"}"#, #"{"dir":"in","type":"ping","data":7}"#,
    #"{"dir":"in","type":"close","code":1006}"#,
    #"{"dir":"out","type":"request","method":"GET"}"#, #"{"dir":"in","type":"response"}"#,
    #"{"dir":"in","type":"body","data":"x"}"#, #"{"type":"upgrade"}"#, #"{"type":"open"}"#,
    #"{"type":"gap"}"#, #"{"dir":"in","type":"datagram"}"#, #"{"dir":"out","type":"ping","len":0}"#,
    #"{"type":"error","reason":"x"}"#,
  ])
  func saysNothing(_ line: String) throws {
    #expect(try read([line]) == [])
  }

  @Test(arguments: [
    ("x", "is no JSON"), ("{", "is no JSON"), ("{} {}", "is no JSON"),
    (#"{"type":"text",}"#, "is no JSON"),
    ("{\"type\":\"text\",\"data\":\"a\u{1}\"}", "is no JSON"),
    ("[]", "is no JSON object"), ("\"text\"", "is no JSON object"), ("null", "is no JSON object"),
    ("{}", "has no \"type\""), (#"{"type":7}"#, "has no \"type\""),
    (#"{"type":null}"#, "has no \"type\""),
    (
      #"{"type":"tex\u001bt"}"#,
      #"has the type "tex\et": what can be sent is text, binary, ping, pong and close"#
    ),
    (
      #"{"type":"Text","data":""}"#,
      #"has the type "Text": what can be sent is text, binary, ping, pong and close"#
    ),
    (#"{"type":"text","dir":"up","data":"x"}"#, #"has a "dir" that is neither "in" nor "out""#),
    (#"{"type":"text"}"#, #"has neither "data" nor "b64": an empty message has "data":"""#),
    (
      #"{"type":"binary","len":1}"#,
      #"has neither "data" nor "b64": an empty message has "data":"""#
    ),
    (#"{"type":"text","data":"x","b64":"eA=="}"#, #"has both "data" and "b64""#),
    (#"{"type":"text","data":7}"#, #"has a "data" that is no string"#),
    (#"{"type":"text","data":{"op":"x"}}"#, #"has a "data" that is no string"#),
    (
      #"{"type":"text","data":"\ud83d"}"#,
      #"has half of a surrogate pair in "data", which is no character"#
    ),
    (
      #"{"type":"binary","data":"\ude00x"}"#,
      #"has half of a surrogate pair in "data", which is no character"#
    ),
    (
      #"{"type":"text","b64":"/w=="}"#,
      #"is a text that is not UTF-8: "type":"binary" sends it as it is"#
    ),
    (
      #"{"type":"text","b64":"7aCA"}"#,
      #"is a text that is not UTF-8: "type":"binary" sends it as it is"#
    ),
    (
      #"{"type":"binary","b64":"A"}"#, #"has a "b64" that is no Base64 (RFC 4648 §4, with padding)"#
    ),
    (
      #"{"type":"binary","b64":"AP8"}"#,
      #"has a "b64" that is no Base64 (RFC 4648 §4, with padding)"#
    ),
    (
      #"{"type":"binary","b64":"AP9="}"#,
      #"has a "b64" that is no Base64 (RFC 4648 §4, with padding)"#
    ),
    (
      #"{"type":"binary","b64":"A P8="}"#,
      #"has a "b64" that is no Base64 (RFC 4648 §4, with padding)"#
    ),
    (#"{"type":"binary","b64":7}"#, #"has a "b64" that is no string"#),
    (#"{"type":"text","data":"x","t":"1"}"#, #"has a "t" that is no number of seconds"#),
    (#"{"type":"text","data":"x","t":-1}"#, #"has a "t" that is no number of seconds"#),
    (#"{"type":"text","data":"x","t":1e999}"#, #"has a "t" that is no number of seconds"#),
    (#"{"type":"close","code":"1000"}"#, #"has a "code" that is no close code"#),
    (#"{"type":"close","code":1000.5}"#, #"has a "code" that is no close code"#),
    (#"{"type":"close","code":99999}"#, #"has a "code" that is no close code"#),
    (#"{"type":"close","code":1000,"reason":7}"#, #"has a "reason" that is no string"#),
  ])
  func isNoCue(_ line: String, _ message: String) {
    #expect(throws: InvalidLine(number: 2, message)) { try read(["", line]) }
  }

  @Test(arguments: [
    #"{"type":"close","code":1006}"#, #"{"type":"close","code":999}"#,
    #"{"type":"close","reason":"x"}"#,
    #"{"type":"close","code":1000,"reason":"\#(String(repeating: "é", count: 62))"}"#,
    #"{"type":"ping","data":"\#(String(repeating: "x", count: 126))"}"#,
    #"{"type":"pong","data":"\#(String(repeating: "x", count: 126))"}"#,
    String(repeating: "[", count: 100_000),
  ])
  func cannotBeSent(_ line: String) { #expect(throws: InvalidLine.self) { try read([line]) } }

  @Test(arguments: [[0xFF], Array("{\"type\":\"text\",\"data\":\"".utf8) + [0xC3, 0x22, 0x7D]])
  func isNotUTF8(_ line: [UInt8]) {
    var reader = CueReader()
    #expect(throws: InvalidLine(number: 1, "is not UTF-8")) { try reader.read(line[...]) }
  }

  @Test func answersAreMadeAnew() throws {
    let pings = [
      #"{"dir":"in","type":"ping","data":"1"}"#, #"{"dir":"in","type":"ping","data":"2"}"#,
      #"{"dir":"in","type":"ping","data":"3"}"#,
    ]
    let pongs = ["2", "3", "1", "3"].map { #"{"dir":"out","type":"pong","data":"\#($0)"}"# }
    #expect(try read(pings + pongs).map(\.event) == [.pong([0x31]), .pong([0x33])])
    // What nobody recorded is meant.
    #expect(try read(pings + [#"{"type":"pong","data":"1"}"#]).count == 1)
    let closes = [
      #"{"dir":"in","type":"close","code":1001}"#, #"{"dir":"out","type":"close","code":1001}"#,
    ]
    #expect(try read(closes) == [])
    #expect(try read([closes[0], #"{"type":"open"}"#, closes[1]]).count == 1)
  }

  @Test func nothingComesAfterAClose() throws {
    let close = #"{"type":"close"}"#
    #expect(
      try read([
        close, #"{"dir":"in","type":"text","data":"x"}"#, #"{"dir":"in","type":"close"}"#, "",
      ]).count == 1)
    #expect(throws: InvalidLine(number: 3, "comes after the close of line 1")) {
      try read([close, "", #"{"type":"ping"}"#])
    }
  }

  /// What is written reads back.
  @Test func linesComeBack() throws {
    let events: [Record.Event] = [
      text(""), text("a\"\\\n\u{1B}\u{85}\u{2028}😀"), .binary([]), .binary([0, 255]), .ping([1]),
      .pong([0xC3]),
    ]
    for event in events {
      let line = Record(event, time: 1.5, direction: .outgoing, number: 3).line.dropLast()
      var reader = CueReader()
      #expect(try reader.read(line) == Cue(event, time: 1.5))
    }
    let close = Record.Event.close(Close(.normal, reason: "\"x\""))
    var reader = CueReader()
    #expect(
      try reader.read(Record(close, time: 0, direction: .outgoing).line[...].dropLast())
        == Cue(close, time: 0))
    #expect(reader.closeLine == 1)
  }
}
