import Testing

@testable import CommandLine

@Suite struct GlobTests {
  static func urls(_ text: String) throws -> [String] {
    let glob = try Glob(parsing: text)
    return (0..<glob.count).map { glob.expanded($0).url }
  }

  @Test(
    arguments: [
      ("plain", ["plain"]),
      ("{a,b}", ["a", "b"]),
      ("{a}", ["a"]),
      ("{,a,}", ["", "a", ""]),
      ("x{a,b}y[1-2]", ["xay1", "xay2", "xby1", "xby2"]),
      ("[8-11]", ["8", "9", "10", "11"]),
      ("[08-11]", ["08", "09", "10", "11"]),
      ("[001-005:2]", ["001", "003", "005"]),
      ("[00-003]", ["00", "01", "02", "03"]),
      ("[0-1]", ["0", "1"]),
      ("[1- 2]", ["1", "2"]),
      ("[1-3: 2]", ["1", "3"]),
      ("[7-7]", ["7"]),
      ("[a-c]", ["a", "b", "c"]),
      ("[a-z:10]", ["a", "k", "u"]),
      ("[A-C:+2]", ["A", "C"]),
      ("[x-x]", ["x"]),
      (#"\[1-2\]\{a\}"#, ["[1-2]{a}"]),
      (#"{a\,b,c\}}"#, ["a,b", "c}"]),
      (#"a\b"#, [#"a\b"#]),
      ("[]", ["[]"]),
      ("http://[::1]:8080/[1-2]", ["http://[::1]:8080/1", "http://[::1]:8080/2"]),
      ("http://[fe80::1%25lo]/", ["http://[fe80::1%25lo]/"]),
      ("?q=[::1]", ["?q=[::1]"]),
      ("{ä,ö}ü", ["äü", "öü"]),
    ] as [(String, [String])])
  func standsFor(text: String, urls: [String]) throws {
    #expect(try Self.urls(text) == urls)
  }

  @Test(
    arguments: [
      ("any[", 5), ("any{a", 4), ("any{a,b", 4), (#"any{\"#, 4), ("any[1-", 7), ("any[5-1]", 9),
      ("any]", 4), ("any}", 4), ("any{}", 5), ("any{a[1-2]}", 6), ("any{a{", 6), ("any{a]b}", 6),
      ("any[a-Z]", 9), ("any[A-z]", 9), ("any[z-a]", 9), ("any[1-10:20]", 13), ("any[1-1:2]", 11),
      ("any[a-a:2]", 11), ("any[1-3:0]", 11), ("any[1-3:]", 10), ("any[1-3:-1]", 12),
      ("any[1-3:x]", 9), ("any[1-9999999999999999999999]", 7), ("any[x]", 5), ("any[1-2x]", 7),
      ("any[ 1-2]", 5), ("any[-1-3]", 5), ("any[a-c:]", 5), ("any[a-bc]", 5), ("any[é-f]", 5),
      ("any[1-3", 7), ("any[1-+3]", 7), ("any[12]", 5), ("any[1:2]", 5), ("any[1.2.3.4]", 5),
      ("any[::1", 5), ("any[1-3]]", 9), ("any[0x1-3]", 5),
      ("any[1-9223372036854775807][1-9]", 32), ("[0-9223372036854775807]", 24),
    ] as [(String, Int)])
  func complains(text: String, position: Int) {
    do {
      _ = try Glob(parsing: text)
      Issue.record("\(text) is taken")
    } catch {
      #expect(error.position == position, "\(text): \(error.problem)")
    }
  }

  @Test func hasAtMostAsManyAsCurl() throws {
    #expect(throws: Never.self) { try Glob(parsing: String(repeating: "{a}", count: 99)) }
    #expect(throws: GlobError.self) { try Glob(parsing: String(repeating: "{a}", count: 100)) }
  }

  /// Nothing is made before it is asked for.
  @Test func isLazy() throws {
    let glob = try Glob(parsing: "http://h/[1-9223372036854775807]")
    #expect(glob.count == .max)
    #expect(glob.expanded(.max - 1).url == "http://h/9223372036854775807")
  }

  @Test(
    arguments: [
      ("x#1", "xone"), ("#2-#1", "two-one"), ("#3", "#3"), ("#0", "#0"), ("#12", "#12"),
      ("#", "#"), ("#a#1", "#aone"), ("##1", "#one"), ("#01", "one"), ("plain", "plain"),
      ("#99999999999999999999", "#99999999999999999999"),
    ])
  func fillsNames(name: String, filled: String) {
    #expect(Glob.filling(name, with: ["one", "two"]) == filled)
    #expect(Glob.filling(name, with: []) == name)
  }
}

@Suite struct FileNameTests {
  @Test(
    arguments: [
      ("attachment; filename=\"named.txt\"", "named.txt"),
      ("attachment; filename=\"../up.txt\"", "up.txt"),
      ("attachment; filename=/etc/passwd", "passwd"),
      ("attachment; filename=plain.txt; size=3", "plain.txt"),
      ("attachment; filename=\"semi;colon\"", "semi;colon"),
      ("attachment; filename*=UTF-8''y.txt; filename=x.txt", "x.txt"),
      ("attachment; filename*=UTF-8''y.txt", nil),
      ("attachment; filename=\".bashrc\"", "_bashrc"),
      ("attachment; filename=\"a/.ssh\"", "_ssh"),
      ("attachment; filename=\"..\"", "_."),
      ("attachment; filename=.", "_"),
      ("attachment; filename=-rf", "_rf"),
      ("attachment; filename=\"a.-b\"", "a.-b"),
      ("attachment; filename=\"\u{1}\t\u{1B}[31m\u{7F}.txt\"", "___[31m_.txt"),
      ("attachment; filename=\"\u{9B}66m\u{202E}gpj.exe\u{2066}\"", "_66m_gpj.exe_"),
      ("attachment; filename=\"\u{202E}-rf\"", "_-rf"),
      ("attachment; filename=\"schön 世界 👩‍👩‍👧.txt\"", "schön 世界 👩‍👩‍👧.txt"),
      ("attachment; filename=\"C:\\dir\\w.txt\"", "w.txt"),
      ("attachment; filename='single.txt'", "single.txt"),
      ("attachment; filename=\"unclosed", "unclosed"),
      ("attachment; filename=\"dir/\"", nil),
      ("attachment; filename=\"\"", ""),
      ("attachment; filename=", ""),
      ("attachment; filename = \"spaced\"", nil),
      ("attachment; FILENAME=upper", nil),
      ("attachment; xfilename=no", nil),
      ("attachment; name=\"filename=q\"", nil),
      ("attachment;filename=tight", "tight"),
      ("filename=bare", "bare"),
      ("attachment", nil),
      ("", nil),
    ] as [(String, String?)])
  func isReadAsCurlDoesAndMadeSafe(value: String, name: String?) {
    #expect(FileName.inContentDisposition(value) == name)
  }

  @Test(
    arguments: [
      ("/a/b.txt", "b.txt"), ("/a/", ""), ("/", ""), ("/a\\b", "b"), ("/a\\", ""),
      ("/%2e%2e%2fx", "%2e%2e%2fx"), ("/a/é", "é"),
    ])
  func isTheLastOfAPath(path: String, name: String) {
    #expect(FileName.last(of: path) == name)
  }
}
