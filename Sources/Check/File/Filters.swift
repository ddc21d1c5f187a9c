/// What makes one value of another.
public enum Filters {
  /// How one is written.
  public enum Form: Sendable {
    /// Alone.
    case plain(Filter)
    /// With a string.
    case string(@Sendable (Template) -> Filter)
    /// With a regular expression.
    case pattern(@Sendable (Template) -> Filter)
    /// With an integer.
    case integer(@Sendable (Int) -> Filter)
    /// With a string or a regular expression, and a string.
    case replace(isPattern: Bool)
    /// With a JSONPath.
    case jsonPath
  }

  /// All of them, by their names.
  public static let all: [Term<Form>] = [
    Term("base64Decode", .plain(.base64Decode), "Base64 to bytes"),
    Term("base64Encode", .plain(.base64Encode), "bytes to Base64"),
    Term("base64UrlSafeDecode", .plain(.base64URLDecode), "Base64 of URLs to bytes"),
    Term("base64UrlSafeEncode", .plain(.base64URLEncode), "bytes to Base64 of URLs"),
    Term("count", .plain(.count), "how many elements there are"),
    Term(
      "decode", argument: "\"ENCODING\"", .string(Filter.decode),
      "bytes to text, which is in utf-8 or the like"),
    Term("first", .plain(.first), "the first element"),
    Term("htmlEscape", .plain(.htmlEscape), "& to &amp; and so on"),
    Term("htmlUnescape", .plain(.htmlUnescape), "&amp; to & and so on"),
    Term("jq", argument: "\"FILTER\"", .string(Filter.jq), "what a jq filter makes of JSON text"),
    Term("jsonpath", argument: "\"PATH\"", .jsonPath, "what a JSONPath finds in JSON text"),
    Term("last", .plain(.last), "the last element"),
    Term(
      "nth", argument: "N", .integer(Filter.nth),
      "element N, counted from 0; from the end if negative"),
    Term(
      "regex", argument: "\"REGEX\"", .pattern(Filter.regex),
      "the first group of a regular expression that matches"),
    Term(
      "replace", argument: "\"OLD\" \"NEW\"", .replace(isPattern: false),
      "all of one text by another"),
    Term(
      "replaceRegex", argument: "\"REGEX\" \"NEW\"", .replace(isPattern: true),
      "all matches of a regular expression by a text"),
    Term(
      "split", argument: "\"SEPARATOR\"", .string(Filter.split), "the pieces between the separators"
    ),
    Term("toFloat", .plain(.toFloat), "a number, or text, to a number with a fraction"),
    Term("toInt", .plain(.toInt), "text to an integer, or a number without its fraction"),
    Term("toString", .plain(.toString), "a value to text"),
    Term("urlDecode", .plain(.urlDecode), "%20 to a blank and so on"),
    Term("urlEncode", .plain(.urlEncode), "a blank to %20 and so on"),
  ]

  /// What hurl has, and is not here.
  public static let unsupported = [
    "charsetDecode", "dateFormat", "daysAfterNow", "daysBeforeNow", "format", "location", "toDate",
    "toHex", "urlQueryParam", "utf8Decode", "utf8Encode", "xpath",
  ]
}
