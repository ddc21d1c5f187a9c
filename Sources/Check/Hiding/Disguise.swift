import Text
import WebSocket

/// What encoders make of a secret.
enum Disguise {
  /// One of the usual forms.
  struct Form {
    let text: [UInt8]
    /// As part of a variable's name.
    let name: String
    let words: String
  }

  /// The forms that can be told exactly; the same text may be several of them.
  static func forms(of secret: [UInt8]) -> [Form] {
    let text = String(decoding: secret, as: UTF8.self)
    var json: [UInt8] = []
    Escape.json(secret.span, to: &json)
    let quoted = String(decoding: json, as: UTF8.self)
    let base64 = Base64.encode(secret)
    let hex = Hex.text(secret)
    var forms = [("base64", base64, "in Base64")]
    for (name, kept, words) in [
      ("url", "-._~", "percent-encoded"), ("path", "-._~/", "percent-encoded but for /"),
      ("component", "-._~!*'()", "as encodeURIComponent has it"),
      ("uri", "-._~!*'();,/?:@&=+$#", "as encodeURI has it"),
    ] {
      let form = percent(secret, kept)
      forms += [(name, form, words), (name + "_lower", lower(form), words + ", in small letters")]
    }
    for (name, kept, words) in [
      ("form", "*-._", "as a form has it"), ("query", "-._~", "as a query has it"),
    ] {
      let form = percent(secret, kept).replacing("%20", with: "+")
      forms += [(name, form, words), (name + "_lower", lower(form), words + ", in small letters")]
    }
    let html = HTMLText.escaped(text)
    let go = html.replacing("&quot;", with: "&#34;").replacing("&#x27;", with: "&#39;")
    return
      (forms + [
        ("json", quoted, "as JSON has it"),
        ("json_ascii", ascii(quoted), "as JSON in ASCII has it"),
        ("json_php", slashed(ascii(quoted)), "as PHP's JSON has it"),
        ("json_slashed", slashed(quoted), "as JSON has it, slashes too"),
        ("json_go", goJSON(quoted), "as Go's JSON has it"), ("html", html, "as HTML has it"),
        ("html_numbers", go, "as Go's HTML has it"),
        ("html_39", html.replacing("&#x27;", with: "&#39;"), "as HTML has it, with &#39;"),
        ("html_039", html.replacing("&#x27;", with: "&#039;"), "as PHP's HTML has it"),
        ("base64url", url(base64), "in Base64 for URLs"), ("hex", hex, "in hexadecimal"),
        ("hex_upper", hex.uppercased(), "in hexadecimal, in capitals"),
      ]).map { Form(text: Array($0.1.utf8), name: $0.0, words: $0.2) }
  }

  /// All but letters, digits and these as `%XX`.
  private static func percent(_ secret: [UInt8], _ kept: String) -> String {
    let kept = Array(kept.utf8)
    return secret.map { byte in
      let isKept =
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 && byte < 0x80 || kept.contains(byte)
      return isKept ? String(UnicodeScalar(byte)) : "%" + Hex.text([byte]).uppercased()
    }.joined()
  }

  private static func lower(_ percent: String) -> String {
    var result = Array(percent.utf8)
    for index in result.indices where result[index] == UInt8(ascii: "%") {
      for digit in result.indices[(index + 1)...].prefix(2) { result[digit] |= 0x20 }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func slashed(_ json: String) -> String { json.replacing("/", with: #"\/"#) }

  /// It is safe in HTML.
  private static func goJSON(_ json: String) -> String {
    json.replacing("&", with: #"\u0026"#).replacing("<", with: #"\u003c"#)
      .replacing(">", with: #"\u003e"#)
  }

  /// JSON text with `\u` for what is not ASCII.
  private static func ascii(_ json: String) -> String {
    json.utf16.reduce(into: "") { text, unit in
      if let scalar = Unicode.Scalar(unit), scalar.isASCII {
        text.unicodeScalars.append(scalar)
      } else {
        text += #"\u"# + Hex.text([UInt8(unit >> 8), UInt8(unit & 0xFF)])
      }
    }
  }

  /// In hexadecimal and in Base64, alone or within more: its characters are not to be seen one by one.
  static func whole(of secret: [UInt8]) -> [[UInt8]] {
    guard !secret.isEmpty else { return [] }
    let hex = Hex.text(secret)
    // `4C` could be anything.
    let capitals = secret.count < 4 ? [] : [hex.uppercased()]
    let base64 = (0..<3).flatMap { self.base64(of: secret, after: $0) }
    return ([hex] + capitals + base64 + base64.map(url)).map { Array($0.utf8) }
  }

  /// The digits of RFC 4648 §5.
  private static func url(_ base64: String) -> String {
    base64.replacing("+", with: "-").replacing("/", with: "_")
  }

  /// What a secret looks like in Base64, alone or within more (`USER:SECRET`), after so many bytes of a group of
  /// three: the digits that hold nothing of what is before it, and, up to the end or not, of what is behind. Nothing
  /// if that is so little that it could be anything.
  private static func base64(of secret: [UInt8], after count: Int) -> [String] {
    let whole = [UInt8](repeating: 0, count: count) + secret
    let last = Base64.encode(whole).dropFirst([0, 2, 3][count])
    let inner = last.filter { $0 != "=" }.dropLast(whole.count % 3 == 0 ? 0 : 1)
    return [String(last), String(inner)].filter { $0.utf8.count >= 6 }
  }
}
