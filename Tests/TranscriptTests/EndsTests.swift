import Testing

@testable import Transcript

@Suite struct EndsTests {
  private func text(_ number: Int, _ size: Int = 1) -> Record {
    let digits = Array("\(number)".utf8)
    return Record(
      .text(digits + [UInt8](repeating: 32, count: max(0, size - digits.count))),
      time: Double(number), direction: .incoming)
  }

  private func words(_ ends: Ends) -> [String] {
    ends.records.map { record in
      switch record.event {
      case .text(let bytes):
        String(String(decoding: bytes, as: UTF8.self).prefix { $0 != " " })
      case .gap(let reason): reason
      default: "?"
      }
    }
  }

  @Test func allIsKeptThatFits() {
    var ends = Ends(records: 4, bytes: 10_000)
    for number in 0..<4 { ends.add(text(number)) }
    #expect(words(ends) == ["0", "1", "2", "3"])
    #expect(ends.messagesLeftOut == 0)
  }

  @Test func theMiddleGoes() {
    var ends = Ends(records: 4, bytes: 10_000)
    for number in 0..<100 { ends.add(text(number)) }
    #expect(words(ends) == ["0", "1", "96 records were not kept", "98", "99"])
    #expect(ends.records[2].time == 98)
    #expect(ends.messagesLeftOut == 96)
  }

  @Test func payloadsCount() {
    var ends = Ends(records: 1000, bytes: 8000)
    for number in 0..<100 { ends.add(text(number, 1000)) }
    #expect(words(ends) == ["0", "1", "2", "94 records were not kept", "97", "98", "99"])
    #expect(ends.messagesLeftOut == 94)
  }

  @Test func oneThatIsTooLongSaysSo() {
    var ends = Ends(records: 1000, bytes: 8000)
    for number in 0..<3 { ends.add(text(number, number == 1 ? 2001 : 1)) }
    #expect(words(ends) == ["0", "a message of 2.0 KiB, too long to be kept", "2"])
    #expect(ends.messagesLeftOut == 1)
  }

  /// What comes later is no part of the beginning, however small.
  @Test func theBeginningHasNoHoles() {
    var ends = Ends(records: 1000, bytes: 8000)
    for number in 0..<8 { ends.add(text(number, number == 2 ? 2000 : 1300)) }
    ends.add(text(8))
    #expect(words(ends) == ["0", "1", "4 records were not kept", "6", "7", "8"])
  }
}
