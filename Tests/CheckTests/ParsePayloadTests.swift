import Check
import Testing

/// In the tables `¶` is the end of a line.
@Suite struct ParsePayloadTests {
  @Test(arguments: [
    (
      #"{"a":{"b":[1,-2.5e+3,true,false,null,"x\"\u00e9\n{{v}}"]},"{{k}}": {{v}},"e":{},"l":[ ]}"#,
      #"json(«{"a":{"b":[1,-2.5e+3,true,false,null,"x\"\u00e9\n{{v}}"]},"{{k}}": {{v}},"e":{},"l":[ ]}»)"#
    ),
    ("[]", "json(«[]»)"),
    ("[true, {{x}}]", "json(«[true, {{x}}]»)"),
    (#"[ "a" ]"#, #"json(«[ "a" ]»)"#),
    (#""Hello""#, #"json(«"Hello"»)"#),
    ("100", "json(«100»)"),
    ("-0.5", "json(«-0.5»)"),
    ("true", "json(«true»)"),
    ("null", "json(«null»)"),
    ("{{x}}", "json(«{{x}}»)"),
    ("<a/>", "xml(«<a/>»)"),
    (
      #"<?xml version="1.0"?>¶<!DOCTYPE a [ <!ELEMENT a (b)> ]>¶<!-- c > -->¶<a x="1>2" y='"'>¶  t <b/> {{x}} <![CDATA[ </a> ]]>¶</a>"#,
      #"xml(«<?xml version="1.0"?>⏎<!DOCTYPE a [ <!ELEMENT a (b)> ]>⏎<!-- c > -->⏎<a x="1>2" y='"'>⏎  t <b/> {{x}} <![CDATA[ </a> ]]>⏎</a>»)"#
    ),
    (#"`one \` # two {{x}}`"#, "text(«one ` # two {{x}}»)"),
    ("``", "text(«»)"),
    ("``````", "text(«»)"),
    ("```one line```", "text(«one line»)"),
    (#"```¶two¶lines {{x}} \n¶```"#, #"text(«two⏎lines {{x}} \n⏎»)"#),
    (#"```json¶{"a": "{{x}}"}¶```"#, #"json(«{"a": "{{x}}"}⏎»)"#),
    ("```xml , novariable ¶<a>{{x}}</a>¶```", "xml(«<a>{{x}}</a>⏎»)"),
    (#"```raw¶{{x}}\n¶```"#, #"text(«{{x}}\n⏎»)"#),
    (#"```escape¶a\tb\`¶```"#, "text(«a⇥b`⏎»)"),
    (#"```novariable,escape¶{{x}}\u{21}```"#, "text(«{{x}}!»)"),
    ("```base64¶AAEC¶Aw==¶```", "bytes(0x00010203)"),
    ("```hex¶00 ff¶0A```", "bytes(0x00ff0a)"),
    (#"```,escape¶a\tb¶```"#, "text(«a⇥b⏎»)"),
    ("base64,SGVsbG8= ;  # c", "bytes(0x48656c6c6f)"),
    ("base64, SGVs¶ bG8;", "bytes(0x48656c6c6f)"),
    ("hex, 00ff 0A ;", "bytes(0x00ff0a)"),
    ("hex,;", "bytes(0x)"),
    (##"file, a\ b\#\;{{x}}.txt ;"##, "file(«a b#;{{x}}.txt»)"),
  ])
  func `a body goes, and comes`(text: String, tree: String) throws {
    for source in variants(of: "POST http://x¶\(text)¶HTTP 200¶\(text)") {
      let entry = try #require(try entries(source).first)
      #expect(entry.body.map(sketch) == tree)
      #expect(entry.answer?.body.map(sketch) == tree)
    }
  }
}
