/// What must be true of a value.
public enum Predicates {
  /// How one is written.
  public enum Form: Sendable {
    /// Alone.
    case plain(Predicate.Test)
    /// With any value.
    case value(@Sendable (Expected) -> Predicate.Test)
    /// With a number or a string.
    case ordered(@Sendable (Expected) -> Predicate.Test)
    /// With a string or bytes.
    case affix(@Sendable (Expected) -> Predicate.Test)
    /// With a regular expression.
    case pattern(@Sendable (Template) -> Predicate.Test)
  }

  /// All of them, in the order of the manual.
  public static let all: [Term<Form>] = [
    Term("==", argument: "VALUE", .value(Predicate.Test.equals), former: ["equals"], "it is that"),
    Term(
      "!=", argument: "VALUE", .value(Predicate.Test.differs), former: ["notEquals"],
      "it is not that"),
    Term(
      ">", argument: "VALUE", .ordered(Predicate.Test.above), former: ["greaterThan"], "it is more"),
    Term(
      ">=", argument: "VALUE", .ordered(Predicate.Test.atLeast), former: ["greaterThanOrEquals"],
      "it is that or more"),
    Term(
      "<", argument: "VALUE", .ordered(Predicate.Test.below), former: ["lessThan"], "it is less"),
    Term(
      "<=", argument: "VALUE", .ordered(Predicate.Test.atMost), former: ["lessThanOrEquals"],
      "it is that or less"),
    Term(
      "contains", argument: "VALUE", .value(Predicate.Test.contains), former: ["includes"],
      "that is a part of the text or bytes, or an element"),
    Term("startsWith", argument: "VALUE", .affix(Predicate.Test.startsWith), "it begins so"),
    Term("endsWith", argument: "VALUE", .affix(Predicate.Test.endsWith), "it ends so"),
    Term(
      "matches", argument: "\"REGEX\"", .pattern(Predicate.Test.matches), "a part of it matches"),
    Term("exists", .plain(.exists), "there is one"),
    Term("isBoolean", .plain(.isBoolean), "it is true or false"),
    Term("isCollection", .plain(.isCollection), "it is a list, an object or bytes"),
    Term("isDate", .plain(.isDate), former: ["isIsoDate"], "it is a date and a time of RFC 3339"),
    Term("isEmpty", .plain(.isEmpty), "there is nothing in it"),
    Term("isFloat", .plain(.isFloat), "it is a number with a fraction"),
    Term("isInteger", .plain(.isInteger), "it is a number without a fraction"),
    Term("isIpv4", .plain(.isIPv4), "it is an IPv4 address"),
    Term("isIpv6", .plain(.isIPv6), "it is an IPv6 address"),
    Term("isNumber", .plain(.isNumber), "it is a number"),
    Term("isString", .plain(.isString), "it is text"),
    Term("isUuid", .plain(.isUUID), "it is a UUID"),
  ]

  /// What hurl has, and is not here.
  public static let unsupported = ["isList", "isObject"]
}
