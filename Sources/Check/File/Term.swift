/// A word of the grammar: all that the parser, its errors, completions and the manual know of it.
public struct Term<Form: Sendable>: Sendable {
  /// How it is written.
  public let name: String
  /// What follows it, as the manual shows it: `"NAME"`; empty if nothing does.
  public let argument: String
  /// One line without a full stop.
  public let summary: String
  /// How hurl once wrote it; still read.
  public let former: [String]
  /// What the parser makes of it.
  let form: Form

  init(
    _ name: String, argument: String = "", _ form: Form, former: [String] = [], _ summary: String
  ) {
    self.name = name
    self.argument = argument
    self.form = form
    self.former = former
    self.summary = summary
  }

  static func named(_ name: String, in table: [Self]) -> Self? {
    table.first { $0.name == name || $0.former.contains(name) }
  }
}
