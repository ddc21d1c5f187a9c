import Text

/// What can be said of a constant text before anything is sent.
enum Constant {
  /// Why a JSONPath cannot be translated to jq, and at which of its scalars, counted from 0; nil if it can.
  static func objection(toJSONPath text: String) -> (message: String, offset: Int)? {
    do throws(JSONPath.Unsupported) {
      _ = try JSONPath(text)
      return nil
    } catch {
      return (error.message, error.offset)
    }
  }

  /// Why a text is no regular expression.
  static func objection(toPattern text: String) -> String? {
    do {
      _ = try Pattern(text)
      return nil
    } catch {
      return error.message
    }
  }
}
