import Foundation
import HTTP
import Testing
import WebSocket

@testable import Transcript

private func text(_ record: Record) -> String { String(decoding: record.line, as: UTF8.self) }

@Suite struct NDJSONTests {
  static let cases: [(Record, String)] = [
    (
      Record(.text(Array("hello".utf8)), time: 1.042, direction: .incoming, number: 17),
      #"{"t":1.042,"dir":"in","type":"text","n":17,"len":5,"data":"hello"}"#
    ),
    (
      Record(.text([]), time: 0, direction: .outgoing, number: 1),
      #"{"t":0.000,"dir":"out","type":"text","n":1,"len":0}"#
    ),
    (
      Record(.binary([0, 255, 1, 2]), time: 12.3456, direction: .outgoing, number: 2),
      #"{"t":12.346,"dir":"out","type":"binary","n":2,"len":4,"b64":"AP8BAg=="}"#
    ),
    (
      Record(.text([0x61, 0xFF]), time: 0.9996, direction: .incoming, number: 3),
      #"{"t":1.000,"dir":"in","type":"text","n":3,"len":2,"b64":"Yf8="}"#
    ),
    (
      Record(.ping(Array("p".utf8)), time: 2, direction: .incoming),
      #"{"t":2.000,"dir":"in","type":"ping","len":1,"b64":"cA=="}"#
    ),
    (
      Record(.pong([]), time: 2.01, direction: .outgoing),
      #"{"t":2.010,"dir":"out","type":"pong","len":0}"#
    ),
    (
      Record(.close(Close(.normal, reason: "bye \"you\"")), time: 3, direction: .incoming),
      #"{"t":3.000,"dir":"in","type":"close","code":1000,"reason":"bye \"you\""}"#
    ),
    (
      Record(.close(Close()), time: 3, direction: .incoming),
      #"{"t":3.000,"dir":"in","type":"close"}"#
    ),
    (Record(.gap(reason: ""), time: 4), #"{"t":4.000,"type":"gap"}"#),
    (
      Record(.error(reason: "lost"), time: 4.5), #"{"t":4.500,"type":"error","reason":"lost"}"#
    ),
    (
      Record(
        .request(method: "GET", url: "http://h/", fields: [Field("Host", "h"), Field("A", "")]),
        time: 0, direction: .outgoing),
      #"{"t":0.000,"dir":"out","type":"request","method":"GET","url":"http://h/","fields":[["Host","h"],["A",""]]}"#
    ),
    (
      Record(
        .response(method: "GET", url: "http://h/", status: 426, fields: []), time: 0.1,
        direction: .incoming),
      #"{"t":0.100,"dir":"in","type":"response","method":"GET","url":"http://h/","status":426}"#
    ),
    (
      Record(.body(Array("é\n".utf8)), time: 0.1, direction: .incoming),
      #"{"t":0.100,"dir":"in","type":"body","len":3,"data":"é\n"}"#
    ),
    (
      Record(.body([255]), time: 0.1, direction: .incoming),
      #"{"t":0.100,"dir":"in","type":"body","len":1,"b64":"/w=="}"#
    ),
    (
      Record(.upgrade(token: "websocket", decision: "WebSocket", reason: "426"), time: 0.1),
      #"{"t":0.100,"type":"upgrade","token":"websocket","decision":"WebSocket","reason":"426"}"#
    ),
    (
      Record(.open(url: "ws://h/", subprotocol: "", extensions: "permessage-deflate"), time: 0.2),
      #"{"t":0.200,"type":"open","url":"ws://h/","extensions":"permessage-deflate"}"#
    ),
    (Record(.gap(reason: "x"), time: .nan), #"{"t":0.000,"type":"gap","reason":"x"}"#),
    (Record(.gap(reason: "x"), time: -1), #"{"t":0.000,"type":"gap","reason":"x"}"#),
  ]

  @Test(arguments: cases) func isOneLine(_ record: Record, _ line: String) {
    #expect(text(record) == line + "\n")
  }

  @Test func linesFollowEachOther() {
    var output: [UInt8] = []
    for (record, _) in Self.cases { record.write(to: &output) }
    #expect(
      String(decoding: output, as: UTF8.self) == Self.cases.map { $0.1 + "\n" }.joined())
  }

  @Test(arguments: [
    ("a\"b\\c/d", #"a\"b\\c/d"#),
    ("\n\r\t\u{8}\u{0}\u{1B}[2J\u{7F}", #"\n\r\t\u0008\u0000\u001b[2J\u007f"#),
    ("\u{85}\u{9B}\u{2028}\u{2029}\u{202E}\u{2066}", #"\u0085\u009b\u2028\u2029\u202e\u2066"#),
    ("é 日本 👩‍👩‍👧 \u{A0}", "é 日本 👩‍👩‍👧 \u{A0}"),
  ])
  func aStringIsEscapedAndReadBack(_ value: String, _ spelled: String) throws {
    let line = Record(.text(Array(value.utf8)), time: 0).line
    #expect(String(decoding: line, as: UTF8.self).contains("\"data\":\"\(spelled)\"}"))
    let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
    #expect(object?["data"] as? String == value)
  }
}
