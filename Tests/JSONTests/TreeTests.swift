import JSON
import Measuring
import Testing

private func tree(_ text: String) throws -> Tree { try Tree(Array(text.utf8)) }

private func text(_ tree: Tree?) -> String? {
  tree.map { String(decoding: $0.text, as: UTF8.self) }
}

@Suite struct TreeTests {
  @Test(
    arguments: [
      (" null ", .null), ("true", .bool), ("-0.5E+10", .number), ("\"a\"", .string),
      ("[ ]", .array),
      ("{\"a\":[{}]}", .object),
    ] as [(String, Tree.Kind)])
  func kinds(_ json: String, _ kind: Tree.Kind) throws {
    #expect(try tree(json).kind == kind)
    #expect(try text(tree(json)) == json.filter { $0 != " " || kind == .array })
  }

  @Test func aSubtreeIsAsItCame() throws {
    let root = try tree(
      "{ \"n\" : 123456789012345678 , \"o\" : { \"b\":1.0, \"a\" : [ 1 ,2 ] } , \"z\":0 }")
    #expect(root.member("n")?.number == "123456789012345678")
    #expect(text(root.member("o")) == "{ \"b\":1.0, \"a\" : [ 1 ,2 ] }")
    #expect(text(root.member("o")?.member("a")) == "[ 1 ,2 ]")
    #expect(root.member("o")?.member("b")?.number == "1.0")
    #expect(text(root.member("z")) == "0")
    #expect(root.member("y") == nil)
    #expect(root.member("n")?.member("x") == nil)
    #expect(root.element(0) == nil)
  }

  @Test func membersKeepTheirOrderAndTwins() throws {
    let root = try tree("{\"b\":1,\"a\":{\"b\":9},\"b\":2}")
    #expect(root.members.map { $0.name.string } == ["b", "a", "b"])
    #expect(root.members.compactMap { text($0.value) } == ["1", "{\"b\":9}", "2"])
    #expect(root.member("b")?.number == "2")
    #expect(Array(root.elements).isEmpty)
  }

  @Test(arguments: [
    (0, "[0]"), (1, "\"1\""), (2, "{\"2\":2}"), (3, nil), (-1, "{\"2\":2}"), (-3, "[0]"), (-4, nil),
    (.max, nil), (-.max, nil), (.min, nil),
  ])
  func elements(_ place: Int, _ found: String?) throws {
    let root = try tree("[[0],\"1\",{\"2\":2}]")
    #expect(text(root.element(place)) == found)
    #expect(Array(root.members).isEmpty)
  }

  @Test(arguments: [
    ("\"\"", ""), (#""a\"b\\c\/d""#, "a\"b\\c/d"), (#""\b\f\n\r\t""#, "\u{8}\u{C}\n\r\t"),
    (#""\u00e9\u20AC""#, "é€"), (#""\ud83d\ude00x""#, "😀x"), (#""\ud83dx""#, "\u{FFFD}x"),
    (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
    (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\u0000""#, "\0"),
  ])
  func strings(_ json: String, _ string: String) throws {
    let found = try #require(try tree(json).string)
    #expect(Array(found.utf8) == Array(string.utf8))
    #expect(try tree("{\(json):1}").member(string)?.number == "1")
    #expect(try tree("[\(json)]").element(0)?.string == string)
  }

  @Test(arguments: [
    (#""a""#, false), (#""\ud83d\ude00""#, false), (#""\\ud83d""#, false), (#""\ud83dx""#, true),
    (#""\ud83d\u0041""#, true), (#""\ud83d\n""#, true), (#""\ude00""#, true),
    (#""\ud83d\ude00\ude00""#, true), (#""\uD83D\uD83D\uDE00""#, true),
    (#""\n\u00e9\udbff\udfff""#, false),
    ("1", false),
  ])
  func halfPairs(_ json: String, _ hasOne: Bool) throws {
    #expect(try tree(json).hasHalfPair == hasOne)
  }

  @Test(arguments: ["", "a\"\\\u{1}\n\r\té\u{7F}", "😀"])
  func quoted(_ string: String) throws {
    #expect(try tree(Quoted.string(string)).string == string)
  }

  @Test func whatIsNotUTF8IsRepaired() throws {
    #expect(try Tree([0x22, 0xFF, 0x5C, 0x6E, 0x22]).string == "\u{FFFD}\n")
  }

  /// Two spellings of é are two names.
  @Test func namesAreComparedScalarByScalar() throws {
    #expect(try tree("{\"e\u{301}\":1}").member("\u{E9}") == nil)
    #expect(try tree("{\"\\u00e9\":1}").member("e\u{301}") == nil)
    #expect(try tree("{\"\\u00e9\":1}").member("\u{E9}")?.number == "1")
  }

  @Test(
    arguments: [
      ("", .notJSON), ("1 2", .notJSON), ("{\"a\":}", .notJSON), ("[1", .notJSON),
      ("tru", .notJSON), (String(repeating: "[", count: 513), .tooDeep),
      (String(repeating: "{\"a\":", count: 513), .tooDeep),
    ] as [(String, Malformed)])
  func malformed(_ json: String, _ error: Malformed) {
    #expect(throws: error) { try tree(json) }
  }

  @Test func thereIsALimit() throws {
    let five = Array("[1,{\"a\":2}]".utf8)
    #expect(try Tree(five, limit: 5).kind == .array)
    #expect(throws: Malformed.tooLarge) { try Tree(five, limit: 4) }
  }

  @Test func depthIsNoTrouble() throws {
    let depth = Tokens.maximumDepth
    let json = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    var value: Tree? = try tree(json)
    for _ in 1..<depth { value = value?.element(0) }
    #expect(text(value) == "[]")
  }

  @Test func hostileTextTakesLinearTime() throws {
    try expectLinear(from: 2500) { count in
      let wide = try tree("[" + String(repeating: "{\"a\":1},", count: count) + "1]")
      #expect(wide.element(-1)?.number == "1")
      let same = try tree("{" + String(repeating: "\"a\":1,", count: count) + "\"a\":2}")
      #expect(same.member("a")?.number == "2")
      let escapes = try tree("\"" + String(repeating: "\\ud83d", count: count) + "\"")
      #expect(escapes.string?.unicodeScalars.count == count)
    }
  }
}
