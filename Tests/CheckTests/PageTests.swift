import Check
import Foundation
import Testing

@Suite struct PageTests {
  /// `UPSHIFT_SHOW_REPORTS=DIR swift test --filter PageTests` leaves pages there to be looked at.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["UPSHIFT_SHOW_REPORTS"] != nil))
  func `pages to look at`() throws {
    let folder = try #require(ProcessInfo.processInfo.environment["UPSHIFT_SHOW_REPORTS"])
    var three = Sample.large(3, messages: 12)
    three.checks[2] = Sample.unreachable("checks/down.check")
    let samples = [
      ("3", three), ("30", Sample.large(30)), ("300", Sample.large(300)),
      ("hostile", Sample.hostile), ("small", Sample.small),
    ]
    for (name, summary) in samples {
      let page = URL(fileURLWithPath: folder).appending(path: "\(name).html")
      try Data(HTML.report(summary)).write(to: page)
    }
  }
}
