import Check
import Testing
import Foundation

@Suite struct ScratchTests {
  @Test func `look`() throws {
    let text = try String(contentsOfFile: "/tmp/parse-cases.txt", encoding: .utf8)
    for item in text.components(separatedBy: "\n====\n") {
      print("<<<\n\(item)\n>>>")
      do { print(try sketchEntry(item)) } catch let e as SyntaxError { print("THROWS", e.description) }
    }
  }
}
