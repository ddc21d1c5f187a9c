import Testing

@testable import CommandLine

@Suite struct EscapeTests {
  @Test(arguments: [
    ("plain", "plain"),
    ("tab\tline\nreturn\r", "tab\\tline\\nreturn\\r"),
    ("\u{1B}[2J", "\\e[2J"),
    ("bell\u{7}nul\0del\u{7F}", "bell\\x07nul\\x00del\\x7f"),
    ("c1 \u{9B}31m", "c1 \\u{9b}31m"),
    ("right to left \u{202E}evil", "right to left \\u{202e}evil"),
    ("größer 日本 👩‍👩‍👧", "größer 日本 👩‍👩‍👧"),
  ])
  func controlsAreShown(_ text: String, _ shown: String) {
    #expect(Escape.text(text) == shown)
  }

  @Test func whatIsNotUTF8IsReplaced() {
    #expect(Escape.text([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
  }

  @Test func keptCharactersStay() {
    #expect(Escape.text(Array("a\nb\u{1B}".utf8), keeping: ["\n"]) == "a\nb\\e")
  }

  @Test func aLongStartIsCut() {
    #expect(
      Escape.start(of: Array(repeating: UInt8(ascii: "x"), count: 61).span) == String(
        repeating: "x", count: 60) + "…")
    #expect(Escape.start(of: Array("short".utf8).span) == "short")
  }
}

@Suite struct SecretsTests {
  @Test(arguments: [
    ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ***"),
    ("authorization: Bearer abc", "authorization: Bearer ***"),
    ("Authorization: opaque", "Authorization: ***"),
    ("Proxy-Authorization: Digest username=\"me\"", "Proxy-Authorization: Digest ***"),
    ("Cookie: sid=1; b=2", "Cookie: ***"),
    ("Set-Cookie: sid=secret; Path=/", "Set-Cookie: sid=***; Path=/"),
    ("Set-Cookie: sid=secret", "Set-Cookie: sid=***"),
    (
      "Added cookie sid=\"secret\" for domain h, path /",
      "Added cookie sid=\"***\" for domain h, path /"
    ),
    ("Location: http://me:pw@host/x", "Location: http://***@host/x"),
    ("Host: example.com", "Host: example.com"),
    ("GET /a?b=c@d HTTP/1.1", "GET /a?b=c@d HTTP/1.1"),
  ])
  func credentialsAreHidden(_ line: String, _ shown: String) {
    #expect(Secrets.hidden(line) == shown)
  }
}
