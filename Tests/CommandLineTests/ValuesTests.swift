import Testing
import Transcript
import Transfer
import Upgrade

@testable import CommandLine

@Suite struct ValuesTests {
  @Test(arguments: [
    ("100", 100), ("1k", 1024), ("64K", 65536), ("16M", 16 << 20), ("2G", 2 << 30),
    ("", nil), ("0", nil), ("-1", nil), ("1T", nil), ("K", nil), ("9999999999999G", nil),
  ])
  func sizes(_ text: String, _ size: Int?) {
    #expect((try? Values.size(text, .maxMessage)) == size)
  }

  @Test(arguments: [
    ("100", 100), ("10b", 10), ("1k", 1024), ("64K", 65536), ("3m", 3 << 20), ("2G", 2 << 30),
    ("0", nil), ("0k", nil),
  ])
  func speeds(_ text: String, _ speed: Int?) throws {
    #expect(try Values.speed(text, .limitRate) == speed)
  }

  @Test(arguments: ["", "-1", "1T", "K", "1.5k", "10kb", "9999999999999G", "x"])
  func notSpeeds(_ text: String) {
    #expect(throws: UsageError.self) { try Values.speed(text, .limitRate) }
  }

  @Test(arguments: [
    ("2", 2000), ("0.5", 500), ("0.0001", 1), ("0", nil),
  ])
  func milliseconds(_ text: String, _ value: Int?) throws {
    #expect(try Values.milliseconds(text, .maxTime) == value)
  }

  @Test(arguments: ["", "-1", "x", "1s", "nan", "inf", "+1"])
  func notSeconds(_ text: String) {
    #expect(throws: UsageError.self) { try Values.seconds(text, .linger) }
  }

  @Test func closeCodes() throws {
    #expect(try Values.closeCodes("1000,4001") == [1000, 4001])
    for wrong in ["", "999", "1000,", "5000", "x"] {
      #expect(throws: UsageError.self) { try Values.closeCodes(wrong) }
    }
  }
}

@Suite struct WriteOutTests {
  private func text(
    _ format: String, _ upgrades: WriteOut.Upgrades = WriteOut.Upgrades()
  ) -> String {
    var report = Report()
    report.status = 426
    report.total = 1_234_567
    let facts = WriteOut.Facts(
      reports: [report, report], last: nil, url: "http://h/", effectiveURL: "http://h/", number: 0,
      file: nil, status: 110, message: "why", upgrades: upgrades)
    return WriteOut(format: format, facts: facts).pieces
      .map { $0.channel == .standardError ? "[\($0.text)]" : $0.text }.joined()
  }

  @Test(arguments: [
    ("%{http_code}", "426"), ("%{response_code}\\n", "426\n"), ("%{http_connect}", "000"),
    ("100%%", "100%"), ("%", "%"), ("%{open", "%{open"),
    ("a%{unknown_name}b", "a[upshift: unknown --write-out variable: 'unknown_name'\n]b"),
    ("a%{stderr}b%{stdout}c", "a[b]c"), ("a%{onerror}b", "ab"),
    ("%{time_total}", "2.469134"), ("%{exitcode} %{errormsg}", "110 why"),
    ("\\t|\\q|\\", "\t|\\q|\\"),
    ("%header{x}", ""), ("%x", "%x"),
    ("%{upgrade_chain}|%{upgrade_count}|%{upgrade_protocol}|%{time_upgrade}", "|0||0.000000"),
    ("%{ws_subprotocol}%{ws_extensions}%{ws_close_code}%{ws_close_reason}", ""),
    ("%{ws_messages_in} %{ws_messages_out} %{ws_bytes_in} %{ws_bytes_out}", "0 0 0 0"),
  ])
  func variables(_ format: String, _ expected: String) {
    #expect(text(format) == expected)
  }

  @Test func upgrades() throws {
    var upgrades = WriteOut.Upgrades()
    upgrades.followed = [.secure, .webSocket]
    upgrades.time = 5
    upgrades.count(.text([1, 2]), .incoming)
    upgrades.count(.binary([1]), .incoming)
    upgrades.count(.ping([1]), .incoming)
    upgrades.count(.text([]), .outgoing)
    #expect(text("%{upgrade_count} %{upgrade_protocol}", upgrades) == "2 websocket")
    // After the transfer before it.
    #expect(text("%{time_upgrade}", upgrades) == "1.234572")
    #expect(
      text("%{ws_messages_in} %{ws_bytes_in} %{ws_messages_out} %{ws_bytes_out}", upgrades)
        == "2 3 1 0")
    upgrades.followed = [.http2]
    #expect(text("%{upgrade_protocol}", upgrades) == "HTTP/2")
  }
}
