import Testing
import Transfer

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
  private func text(_ format: String) -> String {
    var report = Report()
    report.status = 426
    report.total = 1_234_567
    let facts = WriteOut.Facts(
      reports: [report, report], last: nil, url: "http://h/", effectiveURL: "http://h/", number: 0,
      file: nil, status: 110,
      message: "why")
    return WriteOut(format: format, facts: facts).pieces()
      .map { $0.isForError ? "[\($0.text)]" : $0.text }.joined()
  }

  @Test(arguments: [
    ("%{http_code}", "426"), ("%{response_code}\\n", "426\n"), ("%{http_connect}", "000"),
    ("100%%", "100%"), ("%", "%"), ("%{open", "%{open"),
    ("a%{unknown_name}b", "a[upshift: unknown --write-out variable: 'unknown_name'\n]b"),
    ("a%{stderr}b%{stdout}c", "a[b]c"), ("a%{onerror}b", "ab"),
    ("%{time_total}", "2.469134"), ("%{exitcode} %{errormsg}", "110 why"),
    ("\\t|\\q|\\", "\t|\\q|\\"),
    ("%header{x}", ""), ("%x", "%x"),
  ])
  func variables(_ format: String, _ expected: String) {
    #expect(text(format) == expected)
  }
}
