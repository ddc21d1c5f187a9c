import Streams
import Testing
import Transfer

@testable import CommandLine

@Suite struct FormFieldsTests {
  private func fields(_ typed: String...) throws -> (parts: [FormPart]?, warnings: [String]) {
    var form = FormFields()
    var warnings: [String] = []
    for each in typed {
      warnings += try form.add(each) { path in
        guard path != "none" else { throw FileError(path: path, number: 2) }
        return Array((path == "-" ? "input" : "# x\r\nA: 1\r\n  2 \r\n\r\nB: 3").utf8)
      }
    }
    return (form.parts, warnings)
  }

  private func text(_ text: String) -> FormPart.Content { .bytes(Array(text.utf8)) }

  @Test(
    arguments: [
      ("a=b", "a", "b"),
      ("a=", "a", ""),
      ("=b", nil, "b"),
      ("a=b=c", "a", "b=c"),
      ("a= b ", "a", "b"),
      ("a=\" b;\"", "a", " b;"),
      (#"a="\"\\\n""#, "a", #""\\n"#),
      (#"a="b"#, "a", #""b"#),
      ("a=b,c", "a", "b,c"),
      ("a=\u{301}b", "a", "\u{301}b"),
    ] as [(String, String?, String)])
  func text(typed: String, name: String?, content: String) throws {
    let (parts, warnings) = try fields(typed)
    #expect(parts == [FormPart(name: name, content: text(content))])
    #expect(warnings.isEmpty)
  }

  @Test(arguments: [
    ("a=b;type=text/x", "text/x"),
    ("a=b;type=text/x;charset=u", "text/x;charset=u"),
    ("a=b; type= text/x ; charset=u ;filename=c", "text/x ; charset=u"),
    ("a=b;filename=c;TYPE=text/x", "text/x"),
    ("a=b;type=text/x;type=text/y", "text/x;type=text/y"),
  ])
  func mediaTypes(typed: String, type: String) throws {
    #expect(try fields(typed).parts?.first?.type == type)
  }

  @Test func filesOfOneField() throws {
    let (parts, _) = try fields(
      "a=@one;type=text/x,\"t,wo\";filename=\"x;y\",-", "b=<three;filename=z", "c=<-")
    let last = FormPart(name: nil, content: text("input"), fileName: "-")
    #expect(
      parts == [
        FormPart(
          name: "a",
          content: .parts([
            FormPart(name: nil, content: .file("one"), type: "text/x"),
            FormPart(name: nil, content: .file("t,wo"), fileName: "x;y"), last,
          ])),
        FormPart(name: "b", content: .contents("three")),
        FormPart(name: "c", content: text("input")),
      ])
  }

  @Test func fieldsOfAPart() throws {
    let (parts, warnings) = try fields(
      "a=b;headers=X:1;headers=\"Y: 2;\";headers=@lines;headers=@none;encoder=base64;what=1;filename=\"f\" g"
    )
    #expect(parts?.first?.headerLines == ["X:1", "Y: 2;", "A: 1  2", "B: 3"])
    #expect(parts?.first?.encoder == "base64")
    #expect(parts?.first?.fileName == "f")
    #expect(warnings.count == 3)
  }

  @Test func multipartsInMultiparts() throws {
    let x = FormPart(name: nil, content: text("x"))
    let y = FormPart(name: "y", content: text("y"))
    let inner = FormPart(name: nil, content: .parts([x]))
    let outer = FormPart(name: "o", content: .parts([inner, y]), type: "multipart/x")
    #expect(
      try fields("o=(;type=multipart/x", "=(", "=x", "=)", "y=y", "=)", "y=y").parts == [outer, y])
    // What was not ended ends with the form.
    #expect(try fields("o=(;type=multipart/x", "=(", "=x", "=)", "y=y").parts == [outer])
    #expect(try fields("=(", "=x").parts == [inner])
  }

  @Test(arguments: ["a", "=)", "a=b;type=x", "a=b;type=/x", "a=@b;type="])
  func refuses(typed: String) {
    #expect(throws: UsageError.self) { try fields(typed) }
  }

  @Test func nothing() throws { #expect(try fields().parts == nil) }
}
