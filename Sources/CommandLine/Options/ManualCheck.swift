import Check

/// What the manual says about check files, as far as it is made from the tables that they are read by.
extension ManualText {
  /// In the manual, and as `--help checks`.
  static var checkParts: [ManualPart] {
    [
      ManualPart("Checks", checks, level: .section),
      ManualPart("An entry", checkEntry),
      ManualPart("Sections", nil, rows(Sections.all) { "[\($0)]" }, column: 14),
      ManualPart("Options of an entry", checkSettings, rows(Settings.all, ": "), column: 26),
      ManualPart("Queries", checkQueries, rows(Queries.all), column: 26),
      ManualPart("Filters", checkFilters, rows(Filters.all), column: 26),
      ManualPart("Predicates", checkPredicates, rows(Predicates.all), column: 20),
      ManualPart("On the WebSocket", checkSteps, rows(Steps.all)),
      ManualPart("Forms of expect", checkWaiting, expectations),
      ManualPart("Variables and secrets", checkVariables),
      ManualPart("Running", checkRunning),
      ManualPart("Reports", nil, checkReports),
      ManualPart("Coming from hurl", checkHurl),
      ManualPart("Numbers and JSON", checkNumbers),
      ManualPart("The grammar of check files", checkGrammar),
    ]
  }

  /// A row of a table each, with what hurl once called it.
  private static func rows<Form>(
    _ table: [Term<Form>], _ separator: String = " "
  ) -> [(tag: String, text: String)] {
    rows(table) { name in
      let argument = table.first { $0.name == name }?.argument ?? ""
      return argument.isEmpty ? name : name + separator + argument.replacing("…", with: "...")
    }
  }

  private static func rows<Form>(
    _ table: [Term<Form>], spelled: (String) -> String
  ) -> [(tag: String, text: String)] {
    table.map { term in
      let summary = term.summary.prefix(1).uppercased() + term.summary.dropFirst()
      let former = term.former.map { "; once `\(spelled($0))`" }.joined()
      return ("`\(spelled(term.name))`", "\(summary)\(former).")
    }
  }

  /// What a hurl file may hold and a check file may not.
  static var unsupportedInChecks: String {
    """
    Not read, and refused with the place: the queries \(words(Queries.unsupported)); the filters
    \(words(Filters.unsupported)); the predicates \(words(Predicates.unsupported)); the options
    \(words(Settings.unsupported)); GraphQL bodies; and functions in braces, such as `{{newUuid}}`.
    """
  }

  private static func words(_ names: [String]) -> String {
    let names = names.map { "`\($0)`" }
    guard let last = names.last, names.count > 1 else { return names.joined() }
    return names.dropLast().joined(separator: ", ") + " and " + last
  }
}
