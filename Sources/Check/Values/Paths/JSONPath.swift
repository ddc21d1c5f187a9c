/// A JSONPath of the forms that hurl's files use, as RFC 9535 spells them: names, places, `*`, slices,
/// lists of these in brackets, `..`, and `[?(…)]` with comparisons, `&&`, `||` and `!`.
///
/// As in hurl 6, a path to one place gives what is there or nothing, and any other path a list, an empty
/// or one of one element too.
public struct JSONPath: Hashable, Sendable {
  /// What cannot be translated, or is no JSONPath.
  public struct Unsupported: Error, Hashable, Sendable {
    /// One line, without a full stop.
    public let message: String
    /// Where in the path, in Unicode scalars from 0.
    public let offset: Int
  }

  enum Form: Hashable, Sendable {
    /// To one place.
    case plain(PlainPath)
    /// A jq filter that gives the list.
    case jq(String)
  }

  let form: Form

  /// Translates a path, which begins with `$`.
  public init(_ text: String) throws(Unsupported) {
    var parser = JSONPathParser(text)
    form = try parser.path()
  }
}
