import Check
import Testing

@Suite struct EntryTests {
  @Test(arguments: [
    ([Answer.Status.code(426)], false), ([.code(101)], true), ([.code(426), .code(101)], true),
    ([.any], false), ([.code(426), .code(200)], true), ([.code(301), .code(200)], false),
    ([.code(301), .code(426), .code(101)], true),
  ])
  func `an entry follows upgrades if it asks for one`(chain: [Answer.Status], follows: Bool) {
    let place = Position(line: 1, column: 1)
    var entry = Entry(position: place, method: "GET", url: Template([], at: place))
    entry.answer = Answer(position: place, version: nil, chain: chain)
    #expect(entry.follows == follows)
  }
}
