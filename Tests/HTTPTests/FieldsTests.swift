import HTTP
import Testing

@Suite struct FieldsTests {
  let fields: Fields = [
    Field("Upgrade", "TLS/1.3, HTTP/1.1"), Field("X", "1"), Field("upgrade", ""),
    Field("UPGRADE", ", websocket"),
  ]

  @Test func linesKeepTheirOrderAndSpelling() {
    #expect(fields.map(\.name) == ["Upgrade", "X", "upgrade", "UPGRADE"])
    #expect(fields.count == 4)
    #expect(!fields.isEmpty)
    #expect(Fields().isEmpty)
  }

  @Test func namesAreFoundWithoutCase() {
    #expect(fields.values(of: "uPgRaDe") == ["TLS/1.3, HTTP/1.1", "", ", websocket"])
    #expect(fields.first("UPGRADE") == "TLS/1.3, HTTP/1.1")
    #expect(fields.first("Upgrad") == nil)
    #expect(fields.values(of: "Upgrades") == [])
  }

  @Test func linesOfAListAreOneList() {
    #expect(fields.list(of: "upgrade") == ["TLS/1.3", "HTTP/1.1", "websocket"])
    #expect(fields.list(of: "upgrade", limit: 2) == ["TLS/1.3", "HTTP/1.1"])
    #expect(fields.list(of: "nothing") == [])
    let open: Fields = [Field("A", "\"x, y"), Field("A", "z")]
    #expect(open.list(of: "a") == ["\"x, y", "z"])
  }

  @Test(arguments: [
    ("WebSocket", true), ("http/1.1", true), ("web", false), ("TLS/1.3, HTTP/1.1", false),
    ("", false),
  ])
  func tokens(token: String, isContained: Bool) {
    #expect(fields.contains("Upgrade", token: token) == isContained)
  }
}
