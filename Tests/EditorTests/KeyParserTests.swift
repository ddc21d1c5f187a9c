import Editor
import Testing

@Suite struct KeyParserTests {
  /// What was sent, and the keys it is; `Esc` is written `␛`.
  static let sequences: [(String, [Key])] = [
    ("ab", [.character("a"), .character("b")]),
    (" ~", [.character(" "), .character("~")]),
    ("\u{01}\u{1A}\u{00}", [.control("a"), .control("z"), .control("@")]),
    (
      "\u{1C}\u{1D}\u{1E}\u{1F}",
      [.control("\\"), .control("]"), .control("^"), .control("_")]
    ),
    ("\r\n\t\u{08}\u{7F}", [.enter, .control("j"), .tab, .control("h"), .backspace]),
    ("é€😀", [.character("é"), .character("€"), .character("😀")]),
    ("\u{9B}A", [.unknown, .character("A")]),
    // Arrows: normal, application, Linux console and VT220 are the same.
    ("␛[A␛[B␛[C␛[D", [.up, .down, .right, .left]),
    ("␛OA␛OB␛OC␛OD", [.up, .down, .right, .left]),
    // Home and End: xterm, xterm's application mode, VT220 and Linux, rxvt.
    ("␛[H␛[F␛OH␛OF", [.home, .end, .home, .end]),
    ("␛[1~␛[4~␛[7~␛[8~", [.home, .end, .home, .end]),
    ("␛[3~␛[5~␛[6~␛[2~", [.delete, .pageUp, .pageDown, .unknown]),
    ("␛[Z␛OM", [.backTab, .enter]),
    // Modifiers: Shift, Alt, Ctrl, Ctrl and Shift, Meta.
    ("␛[1;2C␛[1;2D␛[1;2A", [.right, .left, .up]),
    ("␛[1;3C␛[1;3D␛[1;3B", [.wordRight, .wordLeft, .down]),
    ("␛[1;5C␛[1;5D␛[1;6D␛[1;9C", [.wordRight, .wordLeft, .wordLeft, .wordRight]),
    ("␛[1;5H␛[1;5F␛[3;5~", [.home, .end, .delete]),
    // Older terminals leave the 1 out or use SS3.
    ("␛[5C␛[5D␛O5C␛O1;5D", [.wordRight, .wordLeft, .wordRight, .wordLeft]),
    // rxvt.
    ("␛Oc␛Od␛[c␛[d␛[a", [.wordRight, .wordLeft, .right, .left, .up]),
    ("␛␛[C␛␛[D␛␛OC", [.wordRight, .wordLeft, .wordRight]),
    ("␛[3$␛[7^␛[8@", [.delete, .home, .end]),
    // Function keys, those of the Linux console too; reports; focus.
    ("␛OP␛[15~␛[[A␛[[E", [.unknown, .unknown, .unknown, .unknown]),
    ("␛[?2004;1$y␛[I␛[24;80R", [.unknown, .unknown, .unknown]),
    ("␛[27;5;13~␛[1:2C", [.unknown, .unknown]),
    ("␛[1;99999999999999999999999C", [.unknown]),
    // Alt.
    ("␛b␛F␛.␛<", [.meta("b"), .meta("F"), .meta("."), .meta("<")]),
    ("␛\u{7F}␛\r␛\n␛\u{08}", [.meta("\u{7F}"), .meta("\r"), .meta("\n"), .meta("\u{08}")]),
    ("␛é␛€", [.meta("é"), .meta("€")]),
    ("␛␛b", [.escape, .meta("b")]),
    ("␛␛␛[A", [.escape, .up]),
    // A sequence that another key cuts short.
    ("␛[1␛[A", [.unknown, .up]),
    ("␛[1\r", [.unknown, .enter]),
    ("␛O\r", [.meta("O"), .enter]),
    ("␛[1é", [.unknown, .character("é")]),
    // Pastes.
    ("␛[200~a b␛[201~", [.paste("a b")]),
    ("␛[200~␛[201~", [.paste("")]),
    ("␛[200~one\rtwo\r\nthree\nfour\r\r␛[201~", [.paste("one\ntwo\nthree\nfour\n\n")]),
    ("␛[200~␛[A\u{03}␛␛[20␛[201␛[201~", [.paste("\u{1B}[A\u{03}\u{1B}\u{1B}[20\u{1B}[201")]),
    ("␛[200~é👩‍👩‍👧‍👦␛[201~", [.paste("é👩‍👩‍👧‍👦")]),
    ("␛[201~", [.unknown]),
  ]

  static func bytes(_ sent: String) -> [UInt8] {
    sent.unicodeScalars.flatMap { $0 == "␛" ? [0x1B] : Array(String($0).utf8) }
  }

  @Test(arguments: sequences)
  func sequence(sent: String, keys: [Key]) {
    let bytes = Self.bytes(sent)
    var whole = KeyParser()
    #expect(whole.parse(bytes) == keys)
    #expect(!whole.isPending)

    var single = KeyParser()
    #expect(bytes.flatMap { single.parse([$0]) } == keys)

    var followed = KeyParser()
    #expect(followed.parse(bytes + Self.bytes("x␛[A")) == keys + [.character("x"), .up])
    var twice = KeyParser()
    #expect(twice.parse(bytes + bytes) == keys + keys)
  }

  @Test(
    arguments: [
      ("␛", [.escape]),
      ("␛␛", [.escape, .escape]),
      ("␛[", [.meta("[")]),
      ("␛O", [.meta("O")]),
      ("␛[1;", [.unknown]),
      ("␛O5", [.unknown]),
      ("␛[[", [.unknown]),
    ] as [(String, [Key])])
  func time(sent: String, flushed: [Key]) {
    var parser = KeyParser()
    #expect(parser.parse(Self.bytes("a" + sent)) == [.character("a")])
    #expect(parser.isPending)
    #expect(parser.flush() == flushed)
    #expect(!parser.isPending)
    #expect(parser.flush() == [])
    #expect(parser.parse(Self.bytes("b␛[C")) == [.character("b"), .right])
  }

  @Test func pastesAndCharactersAreNotEndedByTime() {
    var parser = KeyParser()
    #expect(parser.parse(Self.bytes("␛[200~abc␛[201")) == [])
    #expect(!parser.isPending)
    #expect(parser.flush() == [])
    #expect(parser.parse(Self.bytes("~")) == [.paste("abc")])
    #expect(parser.parse([0xE2, 0x82]) == [])
    #expect(!parser.isPending)
    #expect(parser.flush() == [])
    #expect(parser.parse([0xAC]) == [.character("€")])
  }

  /// One U+FFFD for each maximal part of an ill-formed sequence (Unicode, §3.9).
  @Test(
    arguments: [
      ([0xFF], 1), ([0x80, 0x80], 2), ([0xC0, 0xAF], 2), ([0xE2, 0x82], 1), ([0xE0, 0x80], 2),
      ([0xED, 0xA0, 0x80], 3), ([0xF0, 0x9F, 0x98], 1), ([0xF4, 0x90], 2), ([0xF5], 1),
      ([0xE2, 0xE2, 0x82], 2),
    ] as [([UInt8], Int)])
  func invalid(bytes: [UInt8], count: Int) {
    let keys = Array(repeating: Key.character("\u{FFFD}"), count: count)
    for trailing in [UInt8(ascii: "x"), 0x0D] {
      let last = trailing == 0x0D ? Key.enter : .character("x")
      var whole = KeyParser()
      #expect(whole.parse(bytes + [trailing]) == keys + [last])
      var single = KeyParser()
      #expect((bytes + [trailing]).flatMap { single.parse([$0]) } == keys + [last])
    }
  }

  @Test func elsewhereBytesAreLatin1() {
    var parser = KeyParser(isUTF8: false)
    #expect(parser.parse([0xE9, 0x61]) == [.character("é"), .character("a")])
    #expect(parser.parse([0x9B, 0x1B, 0xE9]) == [.unknown, .meta("é")])
    let paste = Self.bytes("␛[200~") + [0xC3, 0xA9] + Self.bytes("␛[201~")
    #expect(parser.parse(paste) == [.paste("Ã©")])
  }

  @Test func clustersThatArriveTogetherAreOneKey() {
    var parser = KeyParser()
    let typed = "👩‍👩‍👧‍👦🇩🇪🇫🇷e\u{301}क्षि한"
    #expect(parser.parse(typed.utf8) == typed.map { .character($0) })
  }

  @Test func aPasteSplitAnywhereIsTheSame() {
    let bytes = Self.bytes("␛[200~a€\r\n␛[␛[201~␛[A")
    for cut in 0...bytes.count {
      var parser = KeyParser()
      let keys = parser.parse(bytes[..<cut]) + parser.parse(bytes[cut...])
      #expect(keys == [.paste("a€\n\u{1B}["), .up])
    }
  }

  /// What follows a paste whose end was lost are keys, the end too if it is only late.
  @Test(arguments: ["", "a€\r", "a\u{3}␛", "a␛[20"])
  func aPasteWithoutAnEnd(_ text: String) {
    let pasted = String(text.prefix { $0 != "␛" }).replacing("\r", with: "\n")
    var parser = KeyParser()
    #expect(!parser.isPasting)
    #expect(parser.endPaste() == [])
    #expect(parser.parse(Self.bytes("␛[200~" + text)) == [])
    #expect(parser.isPasting)
    #expect(!parser.isPending)
    #expect(parser.endPaste() == [.paste(pasted)])
    #expect(!parser.isPasting)
    #expect(parser.parse(Self.bytes("␛[201~\u{3}b")) == [.unknown, .control("c"), .character("b")])
    #expect(parser.parse(Self.bytes("␛[200~c␛[201~")) == [.paste("c")])
  }

  @Test func aMegabyte() {
    let text = String(repeating: "0123456789abcde\r", count: 65_536)
    let bytes = Self.bytes("␛[200~") + text.utf8 + Self.bytes("␛[201~")
    var parser = KeyParser()
    var keys: [Key] = []
    for start in stride(from: 0, to: bytes.count, by: 4095) {
      keys += parser.parse(bytes[start..<min(start + 4095, bytes.count)])
    }
    #expect(keys == [.paste(text.replacing("\r", with: "\n"))])

    // The same without brackets, as a dumb terminal sends it.
    var dumb = KeyParser()
    let typed = dumb.parse(text.utf8)
    #expect(typed.count == 1 << 20)
    #expect(typed.last == .enter)
  }
}
